using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.TwoPhaseCommit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Repairs;

internal static class RepairsRegistration
{
    /// <summary>The desk for stuck work, and where things can be stuck.</summary>
    public static IServiceCollection AddRepairs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RepairOptions>().Bind(configuration.GetSection(RepairOptions.Section))
            .ValidateByErrors(options => options.Errors());
        for (var branch = 0; branch < 3; branch++)
        {
            var index = branch;
            services.AddSingleton<IStuckSource>(provider => PreparedOf(provider, index));
        }

        services.AddSingleton<StuckSagas>();
        services.AddSingleton<IStuckSource>(provider => provider.GetRequiredService<StuckSagas>());
        services.AddSingleton<IStuckSource, StuckPending>();
        services.AddSingleton<IStuckSource, StuckAuthorisations>();
        services.AddSingleton<IStuckSource, StuckRefunds>();
        services.AddSingleton<StuckMessages>();
        services.AddSingleton<IStuckSource>(provider => provider.GetRequiredService<StuckMessages>());
        services.AddSingleton<ISubscription, ParkedSubscription>();
        services.AddSingleton<StuckBookings>();
        services.AddSingleton<SettledByHand>();
        services.AddSingleton<IStuckWork, StuckWork>();
        services.AddHostedService<ParkedWatch>();
        return services;
    }

    private static StuckPrepared PreparedOf(IServiceProvider provider, int index) => new(
        provider.GetServices<IParticipant>().ElementAt(index),
        provider.GetRequiredService<IDecisionLog>(),
        provider.GetRequiredService<InDoubtResolver>(),
        provider.GetRequiredService<RepairedSeats>(),
        provider.GetRequiredService<DataSources>(),
        provider.GetRequiredService<IAuditTrail>(),
        provider.GetRequiredService<InstanceName>(),
        provider.GetRequiredService<IOptions<RepairOptions>>());
}
