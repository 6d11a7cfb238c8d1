using Dibs.Domain.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Staff;

internal static class StaffRegistration
{
    /// <summary>What the services of the staff share. Who they are is the web's: it signs them in.</summary>
    public static IServiceCollection AddStaffServices(this IServiceCollection services) =>
        services.AddSingleton<IAuditTrail, StoredAuditTrail>();
}
