using System.Collections.Concurrent;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dibs.Web.Tests.Screenings;

/// <summary>Many pages of one instance that look at one hall.</summary>
public sealed class LiveHallsTests
{
    private static readonly int B3 = Sample.Plan.IndexOf("B3");

    private readonly ManualClock _clock = new(Sample.Now);
    private readonly FakeFeed _feed = new();
    private readonly FakeCinema _cinema;
    private readonly LiveHalls _halls;

    public LiveHallsTests()
    {
        _cinema = new FakeCinema(_clock);
        _halls = new LiveHalls(_cinema, _feed, _clock, NullLogger<LiveHalls>.Instance);
    }

    [Fact]
    public async Task Pages_TwoHundredOfOneHall_AreOneSubscriptionAndOneReading()
    {
        var pages = Enumerable.Range(0, 200).Select(_ => new Page(_halls)).ToList();
        await EventuallyAsync(() => pages.All(page => page.Now is { IsRead: true }));
        Assert.Equal((1, 1), (_feed.Listeners, _cinema.SeatReads));

        _feed.Publish([new SeatChange(7, "B3", SeatState.Booked, 1)]);
        await EventuallyAsync(() => pages.All(page => page.Now!.States![B3] is { State: SeatState.Booked }));
        // They share what they see: a page costs its own drawing and nothing more.
        Assert.Single(pages.Select(page => page.Now!.States).Distinct());

        foreach (var page in pages[1..]) page.Leave();
        Assert.Equal(1, _feed.Listeners);
        pages[0].Leave();
        await EventuallyAsync(() => _feed.Listeners == 0);
    }

    [Fact]
    public async Task Page_ThatComesLater_SeesAtOnceWhatTheOthersSee()
    {
        var first = new Page(_halls);
        await EventuallyAsync(() => first.Now is not null);
        _feed.Publish([new SeatChange(7, "B3", SeatState.Held, 1)]);
        await EventuallyAsync(() => first.Now!.States![B3] is { State: SeatState.Held });

        var later = new Page(_halls);

        await EventuallyAsync(() => later.Now is { IsRead: true });
        Assert.Same(first.Now!.States, later.Now!.States);
        Assert.Equal(1, _cinema.SeatReads);
    }

    [Fact]
    public async Task Page_ThatIsSlow_SkipsWhatIsOvertakenAndMissesNothing()
    {
        var slow = new Page(_halls) { Gate = new TaskCompletionSource() };
        await EventuallyAsync(() => slow.Shown.Count == 1);
        var seen = new Page(_halls);
        for (var version = 1; version <= 5; version++)
        {
            _feed.Publish([new SeatChange(7, "B3", version % 2 == 1 ? SeatState.Booked : SeatState.Free, version)]);
            await EventuallyAsync(() => seen.Now?.States![B3]?.Version == version);
        }

        Assert.Single(slow.Shown);
        slow.Gate.SetResult();
        await EventuallyAsync(() => slow.Now!.States![B3] is { Version: 5 });
        Assert.Equal(2, slow.Shown.Count);
    }

    [Fact]
    public async Task Page_AfterTheLastOneLeft_ReadsAnew()
    {
        var first = new Page(_halls);
        await EventuallyAsync(() => first.Now is not null);
        first.Leave();
        _cinema.Take("B3", SeatState.Booked);

        var next = new Page(_halls);

        await EventuallyAsync(() => next.Now is not null);
        Assert.Equal(SeatState.Booked, next.Now!.States![B3]!.State);
    }

    /// <summary>Lets the time go on until it holds: timers are set by another thread.</summary>
    private async Task EventuallyAsync(Func<bool> holds)
    {
        for (var tries = 0; tries < 500 && !holds(); tries++)
        {
            await Task.Delay(10);
            _clock.Jump(SeatWatch.Together);
        }

        Assert.True(holds());
    }

    private sealed class Page
    {
        private readonly IDisposable _look;

        public Page(LiveHalls halls) => _look = halls.Enter(Sample.Screening, ShowAsync);

        public ConcurrentQueue<HallNow> Shown { get; } = [];

        public TaskCompletionSource? Gate { get; init; }

        public HallNow? Now => Shown.LastOrDefault();

        public void Leave() => _look.Dispose();

        private Task ShowAsync(HallNow now)
        {
            Shown.Enqueue(now);
            return Gate?.Task ?? Task.CompletedTask;
        }
    }
}
