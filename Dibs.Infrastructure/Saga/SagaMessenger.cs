using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Hosting;

namespace Dibs.Infrastructure.Saga;

/// <summary>Sends the saga's messages through the broker.</summary>
internal sealed class SagaMessenger(
    Publisher publisher, SagaQueues queues, SagaWaiters waiters, InstanceName instance) : ISagaMessenger
{
    public bool IsUp => publisher.IsUp;

    public string Inbox { get; } = queues.NewInbox(instance);

    public Task SendAsync(SagaCommand command, CancellationToken cancellationToken) =>
        publisher.SendAsync(
            new("", queues.Of(command.Step), SagaJson.Command, command.Booking.BookingId, SagaJson.Write(command)),
            cancellationToken);

    public Task SendAsync(SagaReply reply, CancellationToken cancellationToken) =>
        publisher.SendAsync(
            new("", queues.Events, SagaJson.Reply, reply.BookingId, SagaJson.Write(reply)), cancellationToken);

    public Task TellAsync(SagaEnd end, string inbox, CancellationToken cancellationToken)
    {
        if (inbox == Inbox)
        {
            waiters.End(end);
            return Task.CompletedTask;
        }

        return publisher.TellAsync(
            new(queues.Ends, inbox, SagaJson.End, end.BookingId, SagaJson.Write(end)), cancellationToken);
    }
}
