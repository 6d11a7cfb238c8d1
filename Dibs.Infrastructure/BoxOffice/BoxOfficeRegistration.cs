using Dibs.Domain.BoxOffice;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.BoxOffice;

internal static class BoxOfficeRegistration
{
    /// <summary>What the desk does.</summary>
    public static IServiceCollection AddBoxOffice(this IServiceCollection services)
    {
        services.AddSingleton<ISeatBlocks, SeatBlocks>();
        services.AddSingleton<IBoxOffice, Domain.BoxOffice.BoxOffice>();
        return services;
    }
}
