using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Saga;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dibs.Infrastructure.Tests.Repairs;

/// <summary>Loses every compensation until it listens; all else goes through the real broker.</summary>
internal sealed class DeafSteps(SagaMessenger inner) : ISagaMessenger
{
    public bool Listens { get; set; }

    public bool IsUp => inner.IsUp;

    public string Inbox => inner.Inbox;

    public static void Use(IServiceCollection services)
    {
        services.AddSingleton<SagaMessenger>();
        services.AddSingleton<DeafSteps>();
        services.Replace(ServiceDescriptor.Singleton<ISagaMessenger>(provider => provider.GetRequiredService<DeafSteps>()));
    }

    public Task SendAsync(SagaCommand command, CancellationToken cancellationToken) =>
        command.Action == StepAction.Compensate && !Listens ? Task.CompletedTask : inner.SendAsync(command, cancellationToken);

    public Task SendAsync(SagaReply reply, CancellationToken cancellationToken) => inner.SendAsync(reply, cancellationToken);

    public Task TellAsync(SagaEnd end, string inbox, CancellationToken cancellationToken) => inner.TellAsync(end, inbox, cancellationToken);
}
