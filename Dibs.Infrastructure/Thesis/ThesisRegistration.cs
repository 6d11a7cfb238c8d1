using Dibs.Domain.Thesis;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Thesis;

internal static class ThesisRegistration
{
    /// <summary>What the thesis' API stands on. Whether there is such an API is the web's question.</summary>
    public static IServiceCollection AddThesis(this IServiceCollection services) =>
        services.AddSingleton<IThesisCinema, StoredThesisCinema>().AddSingleton<HalfBooking>();
}
