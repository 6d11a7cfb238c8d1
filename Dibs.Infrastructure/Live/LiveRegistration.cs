using Dibs.Domain.Screenings;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Live;

internal static class LiveRegistration
{
    /// <summary>Seat changes for those who look.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services) =>
        services.AddSingleton<ISeatChangeFeed, InProcessSeatChangeFeed>();
}
