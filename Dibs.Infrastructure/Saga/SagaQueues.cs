using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Saga;

/// <summary>
/// The queues of the saga. Replicated and on disk, so that a broker's restart loses nothing; a message that was delivered
/// twenty times without an end, or that nobody can read, goes to <see cref="Parked"/>.
/// </summary>
internal sealed class SagaQueues(IOptions<BrokerOptions> options) : ITopology
{
    private const int DeliveryLimit = 20;

    private readonly string _prefix = options.Value.Prefix;

    public string Pay => $"{_prefix}.pay.cmd";

    public string Ticket => $"{_prefix}.ticket.cmd";

    public string Events => $"{_prefix}.saga.evt";

    public string Parked => $"{_prefix}.parked";

    /// <summary>To whoever waits for the end of a booking, by the address of its instance.</summary>
    public string Ends => $"{_prefix}.saga.ends";

    public IReadOnlyList<string> All => [Pay, Ticket, Events, Parked];

    public string Of(Step step) => step == Step.TakePayment ? Pay : Ticket;

    /// <summary>This instance's own queue for the ends that its callers wait for; another one after a restart.</summary>
    public string NewInbox(InstanceName instance) => $"{_prefix}.ends.{instance.Value}.{Guid.NewGuid():N}";

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
