using System.Collections.Concurrent;
using System.Text;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Live;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Tests.Live;

/// <summary>Two instances on one database and one broker: the first reaches the broker by a cable that can be cut.</summary>
[Collection(PostgresServers.Collection)]
public sealed class SharedSeatChangeFeedTests(FreshDatabases databases, RabbitMqServer broker)
    : DatabaseTests(databases)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private Uri _broker = null!;
    private TcpProxy _cable = null!;
    private InstanceHost _first = null!;
    private InstanceHost _second = null!;
    private CountingSubscription _counted = null!;

    public override async Task InitializeAsync()
    {
        _broker = new Uri(await broker.FreshAsync());
        _cable = CableTo(_broker);
        _first = await InstanceHost.StartAsync(Databases, new UriBuilder(_broker) { Port = _cable.Port }.ToString());
        _second = await InstanceHost.StartAsync(Databases, _broker.ToString(), change: services =>
        {
            services.RemoveAll<ISubscription>();
            services.AddSingleton<ISubscription>(provider =>
                _counted = new CountingSubscription(provider.GetRequiredService<SeatSubscription>()));
        });
        await LiveAsync(_first);
        await LiveAsync(_second);
    }

    public override async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _cable.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Publish_OnOneInstance_ReachesThoseWhoLookOnBoth()
    {
        await using var here = new Viewer(_first, 7);
        await using var there = new Viewer(_second, 7);
        await using var elsewhere = new Viewer(_second, 8);
        SeatChange[] changes =
            [new(7, "A1", SeatState.Held, 3), new(7, "A2", SeatState.Booked, long.MaxValue), new(7, "A3", SeatState.Free, 1)];

        _first.Get<ISeatChangeFeed>().Publish(changes);

        // At once on its own instance, without the broker.
        Assert.Equal(changes, here.Told);
        await there.SeesAsync(change => change.Seat == "A3");
        Assert.Equal(changes, there.Told.OrderBy(change => change.Seat));
        // The broker brought it back to the first instance as well; another one after it shows that it did not count.
        _second.Get<ISeatChangeFeed>().Publish([new(7, "B1", SeatState.Held, 1)]);
        await here.SeesAsync(change => change.Seat == "B1");
        Assert.Equal(4, here.Told.Count);
        Assert.Empty(elsewhere.Told);
    }

    [Fact]
    public async Task Viewers_TwoHundredOnAnInstance_ShareOneQueueAndOneMessage()
    {
        var viewers = Enumerable.Range(0, 200).Select(_ => new Viewer(_second, 7)).ToList();
        var before = _counted.Handled;

        _first.Get<ISeatChangeFeed>().Publish([new(7, "A1", SeatState.Held, 1)]);
        foreach (var viewer in viewers) await viewer.SeesAsync(change => change.Seat == "A1");
        _first.Get<ISeatChangeFeed>().Publish([new(7, "A2", SeatState.Held, 1)]);
        foreach (var viewer in viewers) await viewer.SeesAsync(change => change.Seat == "A2");

        Assert.Equal(1, _counted.Declared);
        Assert.Equal(2, _counted.Handled - before);
        Assert.All(viewers, viewer => Assert.Equal(2, viewer.Told.Count));
        foreach (var viewer in viewers) await viewer.DisposeAsync();
    }

    [Fact]
    public async Task Publish_RushOnOneSeat_IsTheLastStateInFewMessages()
    {
        const int Changes = 5_000;
        await using var there = new Viewer(_second, 7);
        var before = _counted.Handled;

        for (var version = 1; version <= Changes; version++)
            _first.Get<ISeatChangeFeed>().Publish([new(7, "A1", version % 2 == 0 ? SeatState.Free : SeatState.Held, version)]);

        await there.SeesAsync(change => change is { State: SeatState.Free, Version: Changes });
        Assert.InRange(_counted.Handled - before, 1, Changes / 10);
        Assert.Equal(0, _first.Get<SharedSeatChangeFeed>().Dropped);
    }

    [Fact]
    public async Task Connection_IsCut_ThoseWhoLookAreToldToReadAgain()
    {
        await using var here = new Viewer(_first, 7);
        await using var there = new Viewer(_second, 7);

        _cable.CutAll();

        // Once when it went, and again when it was back. What was sent to the other instance before may be lost as well.
        await Eventually.TrueAsync("told", Soon, () => Task.FromResult(here.Missed >= 2 && there.Missed >= 1));
        await LiveAsync(_first);
        _second.Get<ISeatChangeFeed>().Publish([new(7, "A1", SeatState.Held, 1)]);
        await here.SeesAsync(change => change.Seat == "A1");
    }

    [Fact]
    public async Task Broker_IsAway_NothingIsHeldUpAndAllReadAgainWhenItIsBack()
    {
        await using var here = new Viewer(_first, 7);
        await using var there = new Viewer(_second, 7);
        var port = _cable.Port;
        await _cable.DisposeAsync();
        await Eventually.TrueAsync("noticed", Soon, () => Task.FromResult(!_first.Get<Publisher>().IsUp));

        // More than there is room for.
        for (var seat = 1; seat <= 20_000; seat++)
            _first.Get<ISeatChangeFeed>().Publish([new(7, $"A{seat}", SeatState.Held, 1)]);

        Assert.Equal(20_000, here.Told.Count);
        Assert.False(_first.Get<ISeatChangeFeed>().IsLive);
        await Eventually.TrueAsync("dropped", Soon, () => Task.FromResult(_first.Get<SharedSeatChangeFeed>().Dropped == 20_000));
        Assert.Empty(there.Told);
        var missed = there.Missed;
        _cable = CableTo(_broker, port);
        await LiveAsync(_first);
        await Eventually.TrueAsync("told", Soon, () => Task.FromResult(there.Missed > missed));
    }

    [Theory]
    [InlineData("seats", "null")]
    [InlineData("seats", "{}")]
    [InlineData("seats", """{"from":"x","halls":[null]}""")]
    [InlineData("seats", """{"from":"x","halls":[{"screening":7,"seats":[{"state":1}]}]}""")]
    [InlineData("seats", "not JSON")]
    [InlineData("other", """{"from":"x","halls":[]}""")]
    public async Task Message_ThatMakesNoSense_IsLeftOut(string type, string body)
    {
        await using var there = new Viewer(_second, 7);
        await using var connection = await new ConnectionFactory { Uri = _broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();

        await channel.BasicPublishAsync(
            SeatSubscription.Exchange, "", mandatory: false, new BasicProperties { Type = type }, Encoding.UTF8.GetBytes(body));
        _first.Get<ISeatChangeFeed>().Publish([new(7, "A1", SeatState.Held, 1)]);

        await there.SeesAsync(change => change.Seat == "A1");
        Assert.Single(there.Told);
        Assert.Equal(0, there.Missed);
    }

    private static TcpProxy CableTo(Uri broker, int port = 0) => new(broker.Port, port);

    private static Task LiveAsync(InstanceHost instance) => Eventually.TrueAsync(
        "hears the others", Soon, () => Task.FromResult(instance.Get<ISeatChangeFeed>().IsLive));

    /// <summary>Looks at a screening on one instance, and keeps what it is told.</summary>
    private sealed class Viewer : IAsyncDisposable
    {
        private readonly IAsyncDisposable _subscription;
        private int _missed;

        public Viewer(InstanceHost instance, int screening)
        {
            _subscription = instance.Get<ISeatChangeFeed>().Subscribe(
                screening,
                changes =>
                {
                    foreach (var change in changes) Told.Enqueue(change);
                },
                () => Interlocked.Increment(ref _missed));
        }

        public ConcurrentQueue<SeatChange> Told { get; } = [];

        public int Missed => Volatile.Read(ref _missed);

        public Task SeesAsync(Func<SeatChange, bool> change) =>
            Eventually.TrueAsync("told of the change", Soon, () => Task.FromResult(Told.Any(change)));

        public ValueTask DisposeAsync() => _subscription.DisposeAsync();
    }

    private sealed class CountingSubscription(ISubscription inner) : ISubscription
    {
        private int _declared;
        private int _handled;

        public int Declared => Volatile.Read(ref _declared);

        public int Handled => Volatile.Read(ref _handled);

        public ushort Concurrency => inner.Concurrency;

        public Task<string> DeclareAsync(IChannel channel, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _declared);
            return inner.DeclareAsync(channel, cancellationToken);
        }

        public async Task HandleAsync(Delivery delivery, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _handled);
            await inner.HandleAsync(delivery, cancellationToken);
        }

        public void Started() => inner.Started();

        public void Ended() => inner.Ended();
    }
}
