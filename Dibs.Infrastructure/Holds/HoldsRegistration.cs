using Dibs.Domain.Holds;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Holds;

internal static class HoldsRegistration
{
    /// <summary>Seats kept before a booking, and the worker that tidies up after them.</summary>
    public static IServiceCollection AddHolds(this IServiceCollection services, IConfiguration configuration) =>
        services.AddHoldsWithoutSweeper(configuration).AddHostedService<ExpiredHoldSweeper>();

    /// <summary>The same for tests, which sweep when they want to.</summary>
    internal static IServiceCollection AddHoldsWithoutSweeper(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HoldOptions>().Bind(configuration.GetSection(HoldOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddSingleton<PlaceHold>();
        services.AddSingleton<PlaceBestHold>();
        services.AddSingleton<IHolds, StoredHolds>();
        services.AddSingleton<ExpiredHolds>();
        return services;
    }
}
