using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.TwoPhaseCommit;

internal static class TwoPhaseCommitRegistration
{
    /// <summary>Both modes of two-phase commit and their recovery.</summary>
    public static IServiceCollection AddTwoPhaseCommit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TwoPhaseCommitOptions>().Bind(configuration.GetSection(TwoPhaseCommitOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddSingleton<IDecisionLog, DecisionLog>();
        services.AddSingleton<RecoverySignal>();
        services.AddSingleton<InDoubtResolver>();
        services.AddSingleton<IBookingProtocol, LastAgentProtocol>();
        services.AddSingleton<IBookingProtocol, TextbookProtocol>();
        services.AddSingleton<UndecidedBookings>();
        services.AddSingleton<IUndecidedBookings>(provider => provider.GetRequiredService<UndecidedBookings>());
        services.AddHostedService(provider => provider.GetRequiredService<UndecidedBookings>());
        services.AddSingleton<DecisionCleanUp>();
        services.AddHostedService(provider => provider.GetRequiredService<DecisionCleanUp>());
        services.AddSingleton<RepairedSeats>();
        services.AddHostedService(provider => provider.GetRequiredService<RepairedSeats>());
        services.AddHostedService<RecoveryWorker>();
        return services;
    }
}
