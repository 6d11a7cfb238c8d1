using System.Collections.Concurrent;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Screenings;

public sealed class LookTurnTests
{
    private static readonly HallNow Some = new(null, IsDelayed: false, IsRead: false);
    private static readonly HallNow Other = new(null, IsDelayed: true, IsRead: false);

    private readonly ManualClock _clock = new(Sample.Now);
    private readonly ConcurrentQueue<(int Turn, HallNow Now)> _shown = [];
    private readonly LookTurn[] _turns;

    public LookTurnTests()
    {
        _turns = LookTurn.All(_clock);
        foreach (var (turn, index) in _turns.Select((turn, index) => (turn, index)))
        {
            turn.Add(new Look(now =>
            {
                _shown.Enqueue((index, now));
                return Task.CompletedTask;
            }));
        }
    }

    [Fact]
    public async Task Tell_AfterARest_TheFirstAtOnceAndTheOthersInTurn()
    {
        Tell(Some);
        await ShownAsync(1);
        _clock.Jump(TimeSpan.FromMilliseconds(30));
        await ShownAsync(7);
        _clock.Jump(TimeSpan.FromMilliseconds(30));
        await ShownAsync(12);
        Assert.Equal(Enumerable.Range(0, 12), _shown.Select(shown => shown.Turn).Order());
    }

    [Fact]
    public async Task Tell_AgainSoon_OnceMoreWhenItsTimeHasPassedAndWithTheNewest()
    {
        Tell(Some);
        _clock.Jump(TimeSpan.FromMilliseconds(60));
        await ShownAsync(12);
        Tell(Some with { IsRead = true });
        Tell(Other);
        // The first was shown 60 ms ago, the others just now.
        _clock.Jump(LookTurn.Every - TimeSpan.FromMilliseconds(61));
        await ShownAsync(12);
        _clock.Jump(TimeSpan.FromMilliseconds(1));
        await ShownAsync(13);
        _clock.Jump(LookTurn.Every);
        await ShownAsync(24);
        Assert.All(_shown.Skip(12), shown => Assert.Equal(Other with { IsRead = true }, shown.Now));
    }

    private void Tell(HallNow now)
    {
        foreach (var turn in _turns) turn.Tell(now);
    }

    /// <summary>Waits for the threads of the pool, while the clock stands still.</summary>
    private async Task ShownAsync(int count)
    {
        for (var tries = 0; tries < 500 && _shown.Count < count; tries++) await Task.Delay(10);
        Assert.Equal(count, _shown.Count);
    }
}
