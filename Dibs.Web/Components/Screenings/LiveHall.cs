using System.Collections.Immutable;
using Dibs.Domain.Screenings;

namespace Dibs.Web.Components.Screenings;

/// <summary>One hall that is looked at: watches its seats and passes on to each page what is new.</summary>
internal sealed partial class LiveHall(
    int screeningId, SeatPlan plan, SeatWatch watch, TimeProvider clock, ILogger logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _empty = new();
    private ImmutableList<Look> _looks = [];
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
            _looks = _looks.Add(look);
            if (_now.States is not null) look.Tell(_now with { IsRead = true });
        }

        return look;
    }

    /// <returns>True where that was the last page.</returns>
    public bool Leave(Look look)
    {
        lock (_lock) _looks = _looks.Remove(look);
        return _looks.IsEmpty;
    }

    public void Dispose()
    {
        _empty.Cancel();
        _empty.Dispose();
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
        ImmutableList<Look> looks;
        HallNow now;
        lock (_lock)
        {
            var before = _now with { IsRead = false };
            now = news switch
            {
                SeatNews.Hall read => new(Replace(before.States, SeatStates.Of(plan, read.Taken)), !read.IsLive, IsRead: true),
                SeatNews.Changed told => before with { States = before.States?.With(told.Changes) },
                _ => before with { IsDelayed = true },
            };
            _now = now;
            looks = now == before ? [] : _looks;
        }

        foreach (var look in looks) look.Tell(now);
    }

    private static SeatStates Replace(SeatStates? before, SeatStates read) => before?.UnlessSame(read) ?? read;

    [LoggerMessage(LogLevel.Error, "Screening {ScreeningId} could not be watched; it is tried again")]
    private static partial void WatchFailed(ILogger logger, Exception exception, int screeningId);

    /// <summary>One page that looks. It is told on a thread of its own, as drawing takes longer than telling.</summary>
    internal sealed class Look(Func<HallNow, Task> show) : IThreadPoolWorkItem
    {
        private readonly Lock _lock = new();
        private HallNow? _next;
        private bool _atWork;

        public void Tell(HallNow now)
        {
            lock (_lock)
            {
                // What is overtaken need not be shown, but a reading stays one.
                _next = _next is { IsRead: true } ? now with { IsRead = true } : now;
                if (_atWork) return;
                _atWork = true;
            }

            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Execute() => _ = ShowAsync();

        private async Task ShowAsync()
        {
            while (Take() is { } now) await show(now);
        }

        private HallNow? Take()
        {
            lock (_lock)
            {
                var next = _next;
                _next = null;
                _atWork = next is not null;
                return next;
            }
        }
    }
}

/// <summary>What there is to see of a hall at this moment.</summary>
/// <param name="States">Null while the hall could not be read yet.</param>
/// <param name="IsDelayed">True while changes are not told as they are made.</param>
/// <param name="IsRead">True where the whole hall was read just now, and not only some changes were told.</param>
internal sealed record HallNow(SeatStates? States, bool IsDelayed, bool IsRead);
