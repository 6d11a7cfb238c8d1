namespace Dibs.Domain.Protocols.Saga;

/// <summary>
/// Carries messages between orchestrator and participants. It may lose them, double them and change their order: the
/// saga's rows make good for that.
/// </summary>
public interface ISagaMessenger
{
    /// <summary>Whether messages can be sent at this moment. While they cannot, no saga is begun.</summary>
    bool IsUp { get; }

    /// <summary>This instance's own address, for <see cref="SagaEnd"/>.</summary>
    string Inbox { get; }

    /// <summary>Sends, and waits until the broker has it safe.</summary>
    /// <exception cref="NotSentException">It is not known to be safe.</exception>
    Task SendAsync(SagaCommand command, CancellationToken cancellationToken);

    /// <inheritdoc cref="SendAsync(SagaCommand, CancellationToken)"/>
    Task SendAsync(SagaReply reply, CancellationToken cancellationToken);

    /// <summary>Tells whoever waits. Lost, it is missed by nobody but a caller, who then hears "still being settled".</summary>
    Task TellAsync(SagaEnd end, string inbox, CancellationToken cancellationToken);
}

/// <summary>The broker did not take a message, or did not say so in time.</summary>
public sealed class NotSentException(string message, Exception? inner = null) : Exception(message, inner);
