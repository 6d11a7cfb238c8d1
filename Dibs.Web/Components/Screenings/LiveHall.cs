using Dibs.Domain.Screenings;

namespace Dibs.Web.Components.Screenings;

/// <summary>One hall that is looked at: watches its seats and passes on to each page what is new.</summary>
internal sealed partial class LiveHall(
    int screeningId, SeatPlan plan, SeatWatch watch, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _empty = new();
    private readonly LookTurn[] _turns = LookTurn.All(clock);
    private HallNow _now = new(null, IsDelayed: false, IsRead: false);

    /// <summary>Begins to watch; nobody waits for it.</summary>
    public void Start()
    {
        var empty = _empty.Token;
        _ = Task.Run(() => WatchAsync(empty), CancellationToken.None);
    }

    public Look Enter(Func<HallNow, Task> show)
    {
        var look = new Look(show);
        lock (_lock)
        {
            _turns.MinBy(turn => turn.Count)!.Add(look);
            if (_now.States is not null) look.Tell(_now with { IsRead = true });
        }

        return look;
    }

    /// <returns>True where that was the last page.</returns>
    public bool Leave(Look look)
    {
        lock (_lock)
        {
            foreach (var turn in _turns) turn.Remove(look);
            return _turns.All(turn => turn.Count == 0);
        }
    }

    public void Dispose()
    {
        _empty.Cancel();
        _empty.Dispose();
        foreach (var turn in _turns) turn.Dispose();
    }

    private async Task WatchAsync(CancellationToken empty)
    {
        while (!empty.IsCancellationRequested)
        {
            try
            {
                await foreach (var news in watch.WatchAsync(screeningId, empty)) Tell(news);
            }
            catch (OperationCanceledException) when (empty.IsCancellationRequested)
            {
                // Nobody looks any more.
            }
            catch (Exception exception)
            {
                WatchFailed(logger, exception, screeningId);
                Tell(new SeatNews.Delayed());
                await Task.Delay(SeatWatch.Every, clock, empty).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Tell(SeatNews news)
    {
        lock (_lock)
        {
            var before = _now with { IsRead = false };
            _now = news switch
            {
                SeatNews.Hall read => new(Replace(before.States, SeatStates.Of(plan, read.Taken)), !read.IsLive, IsRead: true),
                SeatNews.Changed told => before with { States = before.States?.With(told.Changes) },
                _ => before with { IsDelayed = true },
            };
            if (_now == before) return;
            foreach (var turn in _turns) turn.Tell(_now);
        }
    }

    private static SeatStates Replace(SeatStates? before, SeatStates read) => before?.UnlessSame(read) ?? read;

    [LoggerMessage(LogLevel.Error, "Screening {ScreeningId} could not be watched; it is tried again")]
    private static partial void WatchFailed(ILogger logger, Exception exception, int screeningId);
}

/// <summary>What there is to see of a hall at this moment.</summary>
/// <param name="States">Null while the hall could not be read yet.</param>
/// <param name="IsDelayed">True while changes are not told as they are made.</param>
/// <param name="IsRead">True where the whole hall was read just now, and not only some changes were told.</param>
internal sealed record HallNow(SeatStates? States, bool IsDelayed, bool IsRead)
{
    /// <summary>What there is to show where <paramref name="before"/> was not shown yet: that is overtaken, but a reading stays one.</summary>
    public HallNow After(HallNow? before) => before is { IsRead: true } ? this with { IsRead = true } : this;
}
