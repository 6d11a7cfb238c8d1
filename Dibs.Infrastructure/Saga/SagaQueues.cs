using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Broker;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Saga;

/// <summary>
/// The queues of the saga. Replicated and on disk, so that a broker's restart loses nothing; a message that was delivered
/// twenty times without an end, or that nobody can read, goes to <see cref="Parked"/>.
/// </summary>
internal sealed class SagaQueues : ITopology
{
    public const string Pay = "dibs.pay.cmd";
    public const string Ticket = "dibs.ticket.cmd";
    public const string Events = "dibs.saga.evt";
    public const string Parked = "dibs.parked";

    /// <summary>To whoever waits for the end of a booking, by the address of its instance.</summary>
    public const string Ends = "dibs.saga.ends";

    private const int DeliveryLimit = 20;

    public static string Of(Step step) => step == Step.TakePayment ? Pay : Ticket;

    public async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(Ends, ExchangeType.Direct, durable: true, cancellationToken: cancellationToken);
        await DeclareAsync(channel, Parked, new() { ["x-queue-type"] = "quorum" }, cancellationToken);
        foreach (var queue in (string[])[Pay, Ticket, Events])
        {
            await DeclareAsync(
                channel, queue,
                new()
                {
                    ["x-queue-type"] = "quorum",
                    // 20 is the default of RabbitMQ 4; 3.10 has none.
                    ["x-delivery-limit"] = DeliveryLimit,
                    ["x-dead-letter-exchange"] = "",
                    ["x-dead-letter-routing-key"] = Parked,
                    // A parked message is not lost on the way. Needs the overflow rule, although nothing limits the length.
                    ["x-dead-letter-strategy"] = "at-least-once",
                    ["x-overflow"] = "reject-publish",
                },
                cancellationToken);
        }
    }

    private static async Task DeclareAsync(
        IChannel channel, string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken) =>
        await channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
}
