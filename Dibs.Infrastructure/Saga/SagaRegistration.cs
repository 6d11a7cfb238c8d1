using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Saga;

internal static class SagaRegistration
{
    /// <summary>The saga: its protocol, its rows, its messages and what wakes it.</summary>
    public static IServiceCollection AddSaga(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SagaOptions>().Bind(configuration.GetSection(SagaOptions.Section))
            .ValidateByErrors(options => options.Errors());
        services.AddSingleton<IBookingProtocol, SagaProtocol>();
        services.AddSingleton<SagaOrchestrator>();
        services.AddSingleton<SagaSteps>();
        services.AddSingleton<SagaWaiters>();
        services.AddSingleton<ISagaStore, SagaStore>();
        services.AddSingleton<ISagaMessenger, SagaMessenger>();
        services.AddSingleton<SagaQueues>();
        services.AddSingleton<ITopology>(provider => provider.GetRequiredService<SagaQueues>());
        services.AddCommands(Step.TakePayment);
        services.AddCommands(Step.IssueTickets);
        services.AddSingleton<ISubscription, ReplySubscription>();
        services.AddSingleton<ISubscription, EndSubscription>();
        services.AddSingleton<SagaSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<SagaSweeper>());
        services.AddSingleton<SagaCleanUp>();
        services.AddHostedService(provider => provider.GetRequiredService<SagaCleanUp>());
        return services;
    }

    private static void AddCommands(this IServiceCollection services, Step step) =>
        services.AddSingleton<ISubscription>(provider => new CommandSubscription(
            step,
            provider.GetRequiredService<SagaSteps>(),
            provider.GetRequiredService<SagaQueues>(),
            provider.GetRequiredService<IOptions<SagaOptions>>()));
}
