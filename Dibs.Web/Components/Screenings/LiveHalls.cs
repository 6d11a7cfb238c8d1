using Dibs.Domain.Screenings;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// The halls that somebody looks at on this instance. Each is watched once, however many pages show it: one subscription, one
/// reading, one state that all pages share.
/// </summary>
internal sealed class LiveHalls(
    IProgramme programme, ISeatChangeFeed feed, TimeProvider clock, ILogger<LiveHalls> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, LiveHall> _halls = [];

    /// <summary>Lets a page look at a hall.</summary>
    /// <param name="show">
    /// Called with what is new, never twice at a time; what comes while it is at work is put together. It must not throw.
    /// </param>
    /// <returns>Disposed, the page looks no more.</returns>
    public IDisposable Enter(ScreeningDetails screening, Func<HallNow, Task> show)
    {
        lock (_lock)
        {
            if (!_halls.TryGetValue(screening.Id, out var hall))
            {
                var watch = new SeatWatch(programme, feed, clock);
                _halls[screening.Id] = hall = new LiveHall(screening.Id, screening.Plan, watch, clock, logger);
                hall.Start();
            }

            var look = hall.Enter(show);
            return new Looking(() => Leave(screening.Id, hall, look));
        }
    }

    private void Leave(int screeningId, LiveHall hall, LiveHall.Look look)
    {
        lock (_lock)
        {
            if (!hall.Leave(look)) return;
            _halls.Remove(screeningId);
            hall.Dispose();
        }
    }

    private sealed class Looking(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
