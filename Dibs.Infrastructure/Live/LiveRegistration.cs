using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Broker;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Live;

internal static class LiveRegistration
{
    /// <summary>Seat changes for those who look, on whichever instance. Comes after the broker, so that it ends before it.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<InProcessSeatChangeFeed>();
        services.AddSingleton<SeatSubscription>();
        services.AddSingleton<ITopology>(provider => provider.GetRequiredService<SeatSubscription>());
        services.AddSingleton<ISubscription>(provider => provider.GetRequiredService<SeatSubscription>());
        services.AddSingleton<SharedSeatChangeFeed>();
        services.AddSingleton<ISeatChangeFeed>(provider => provider.GetRequiredService<SharedSeatChangeFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<SharedSeatChangeFeed>());
        return services;
    }

    /// <summary>For those who look on this instance only, without a broker.</summary>
    public static IServiceCollection AddLiveHere(this IServiceCollection services) =>
        services.AddSingleton<ISeatChangeFeed, InProcessSeatChangeFeed>();
}
