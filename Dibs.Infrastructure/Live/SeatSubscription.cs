using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Hosting;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Live;

/// <summary>
/// What the other instances tell about seats: one queue for all who look on this instance. It goes with its connection,
/// and so does what was in it; then all who look are told to read again.
/// </summary>
internal sealed class SeatSubscription(InProcessSeatChangeFeed local, InstanceName instance) : ISubscription, ITopology
{
    /// <summary>Everything that is told goes to every instance.</summary>
    public const string Exchange = "dibs.seats";

    /// <summary>
    /// An instance that does not come round to it is not to fill the broker's memory. The oldest go first, which the page's
    /// regular look at the whole hall makes good.
    /// </summary>
    private const int LongestQueue = 10_000;

    private volatile bool _isUp;

    /// <summary>Another one after a restart: what was told to an instance that is gone is of no use.</summary>
    public string Queue { get; } = $"dibs.seats.{instance.Value}.{Guid.NewGuid():N}";

    /// <summary>Whether the other instances are heard at this moment.</summary>
    public bool IsUp => _isUp;

    /// <summary>One after the other: it is over in microseconds.</summary>
    public ushort Concurrency => 1;

    public Task DeclareAsync(IChannel channel, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);

    async Task<string> ISubscription.DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.QueueDeclareAsync(
            Queue, durable: false, exclusive: true, autoDelete: true,
            new Dictionary<string, object?> { ["x-max-length"] = LongestQueue }, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(Queue, Exchange, "", cancellationToken: cancellationToken);
        return Queue;
    }

    public Task HandleAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var news = SeatNewsJson.Read(delivery);
        // Who looks on this instance heard of its own changes before they were sent.
        if (news.From == Queue) return Task.CompletedTask;
        if (news.Missed) local.TellMissed();
        local.Publish(news.Changes);
        return Task.CompletedTask;
    }

    public void Started()
    {
        _isUp = true;
        local.TellMissed();
    }

    public void Ended()
    {
        if (!_isUp) return;
        _isUp = false;
        local.TellMissed();
    }
}
