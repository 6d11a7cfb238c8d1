using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dibs.Infrastructure.Tests.Live;

public sealed class InProcessSeatChangeFeedTests
{
    private readonly InProcessSeatChangeFeed _feed = new(NullLogger<InProcessSeatChangeFeed>.Instance);

    [Fact]
    public async Task Publish_ChangesOfTwoScreenings_ReachesEachItsOwn()
    {
        var (one, two) = (new List<SeatChange>(), new List<SeatChange>());
        await using var first = _feed.Subscribe(1, one.AddRange, NotMissed);
        await using var second = _feed.Subscribe(2, two.AddRange, NotMissed);

        _feed.Publish([Change(1, "A1"), Change(2, "B1"), Change(1, "A2"), Change(3, "C1")]);

        Assert.Equal([Change(1, "A1"), Change(1, "A2")], one);
        Assert.Equal([Change(2, "B1")], two);
    }

    [Fact]
    public async Task Subscription_Disposed_GetsNothingMore()
    {
        var got = new List<SeatChange>();
        var gone = _feed.Subscribe(1, got.AddRange, NotMissed);
        await using var stays = _feed.Subscribe(1, _ => { }, NotMissed);

        await gone.DisposeAsync();
        await gone.DisposeAsync();
        _feed.Publish([Change(1, "A1")]);

        Assert.Empty(got);
    }

    [Fact]
    public async Task Publish_ListenerThatFails_ReachesTheOthers()
    {
        var got = new List<SeatChange>();
        await using var broken = _feed.Subscribe(1, _ => throw new InvalidOperationException("Broken."), NotMissed);
        await using var sound = _feed.Subscribe(1, got.AddRange, NotMissed);

        _feed.Publish([Change(1, "A1")]);

        Assert.Single(got);
    }

    [Fact]
    public async Task Feed_ThousandComingAndGoingWhilePublishing_LosesNobodyWhoStays()
    {
        var got = 0;
        await using var stays = _feed.Subscribe(1, changes => Interlocked.Add(ref got, changes.Count), NotMissed);

        await Task.WhenAll(
            Parallel.ForAsync(0, 1_000, async (_, _) => await _feed.Subscribe(1, _ => { }, NotMissed).DisposeAsync()),
            Parallel.ForAsync(0, 1_000, (_, _) =>
            {
                _feed.Publish([Change(1, "A1")]);
                return ValueTask.CompletedTask;
            }));

        Assert.Equal(1_000, got);
    }

    [Fact]
    public async Task TellMissed_ListenersOfTwoScreenings_AreAllToldWhateverOneOfThemDoes()
    {
        var missed = new List<int>();
        await using var first = _feed.Subscribe(1, _ => { }, () => missed.Add(1));
        await using var broken = _feed.Subscribe(1, _ => { }, () => throw new InvalidOperationException("Broken."));
        await using var second = _feed.Subscribe(2, _ => { }, () => missed.Add(2));

        _feed.TellMissed();

        Assert.Equal([1, 2], missed.Order());
    }

    private static void NotMissed() => Assert.Fail("Nothing was missed.");

    private static SeatChange Change(int screening, string seat) => new(screening, seat, SeatState.Held, 1);
}
