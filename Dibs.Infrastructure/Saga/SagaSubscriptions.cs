using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Broker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Saga;

/// <summary>Commands for one step. Carried out by the same code for every step.</summary>
internal sealed class CommandSubscription(
    Step step, SagaSteps steps, SagaQueues queues, IOptions<SagaOptions> options) : ISubscription
{
    public ushort Concurrency => (ushort)options.Value.Concurrency;

    public Task<string> DeclareAsync(IChannel channel, CancellationToken cancellationToken) =>
        Task.FromResult(queues.Of(step));

    public async Task HandleAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var command = SagaJson.Read(delivery, SagaJson.Command, SagaJson.Default.SagaCommand);
        if (command.Step != step || command.Booking is null)
            throw new UnreadableMessageException($"it asks for {command.Step}, which is not done here");
        await steps.HandleAsync(command, cancellationToken);
    }
}

/// <summary>Replies, for whichever saga they are.</summary>
internal sealed partial class ReplySubscription(
    SagaOrchestrator orchestrator, SagaQueues queues, IOptions<SagaOptions> options, ILogger<ReplySubscription> logger) : ISubscription
{
    public ushort Concurrency => (ushort)options.Value.Concurrency;

    public Task<string> DeclareAsync(IChannel channel, CancellationToken cancellationToken) =>
        Task.FromResult(queues.Events);

    public async Task HandleAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var reply = SagaJson.Read(delivery, SagaJson.Reply, SagaJson.Default.SagaReply);
        try
        {
            await orchestrator.HandleAsync(reply, cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            // The saga asks again, and gets the same reply.
            NotHandled(logger, reply.BookingId, reply.Step, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: the reply of {Step} could not be taken by saga, which will ask again: {Error}")]
    private static partial void NotHandled(ILogger logger, Guid bookingId, Step step, string error);
}

/// <summary>The ends of bookings for which somebody waits on this instance. Its queue goes with its connection.</summary>
internal sealed class EndSubscription(ISagaMessenger messenger, SagaQueues queues, SagaWaiters waiters) : ISubscription
{
    public ushort Concurrency => 1;

    public async Task<string> DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.QueueDeclareAsync(
            messenger.Inbox, durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(messenger.Inbox, queues.Ends, messenger.Inbox, cancellationToken: cancellationToken);
        return messenger.Inbox;
    }

    public Task HandleAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        waiters.End(SagaJson.Read(delivery, SagaJson.End, SagaJson.Default.SagaEnd));
        return Task.CompletedTask;
    }
}
