using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Hosting;

namespace Dibs.Infrastructure.Saga;

/// <summary>Sends the saga's messages through the broker.</summary>
internal sealed class SagaMessenger(Publisher publisher, SagaWaiters waiters, InstanceName instance) : ISagaMessenger
{
    public bool IsUp => publisher.IsUp;

    /// <summary>Another one after a restart: nobody waits there any more.</summary>
    public string Inbox { get; } = $"dibs.ends.{instance.Value}.{Guid.NewGuid():N}";

    public Task SendAsync(SagaCommand command, CancellationToken cancellationToken) =>
        publisher.SendAsync(
            new("", SagaQueues.Of(command.Step), SagaJson.Command, command.Booking.BookingId, SagaJson.Write(command)),
            cancellationToken);

    public Task SendAsync(SagaReply reply, CancellationToken cancellationToken) =>
        publisher.SendAsync(
            new("", SagaQueues.Events, SagaJson.Reply, reply.BookingId, SagaJson.Write(reply)), cancellationToken);

    public Task TellAsync(SagaEnd end, string inbox, CancellationToken cancellationToken)
    {
        if (inbox == Inbox)
        {
            waiters.End(end);
            return Task.CompletedTask;
        }

        return publisher.TellAsync(
            new(SagaQueues.Ends, inbox, SagaJson.End, end.BookingId, SagaJson.Write(end)), cancellationToken);
    }
}
