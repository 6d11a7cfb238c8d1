using Dibs.Domain.Occupancy;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Occupancy;

/// <summary>Watches the house once while somebody looks, however many do, and not at all while nobody does.</summary>
internal sealed partial class LiveHouse(
    IOccupancy occupancy, ISeatChangeFeed feed, TimeProvider clock, ILogger<LiveHouse> logger) : ILiveHouse, IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Latest<HouseNow>> _looks = [];
    private CancellationTokenSource? _empty;
    private HouseNow? _now;

    public IDisposable Enter(StaffMember by, Func<HouseNow, Task> show)
    {
        by.Demand(StaffRight.SeeOccupancy);
        var look = new Latest<HouseNow>(show);
        lock (_lock)
        {
            _looks.Add(look);
            if (_now is { } now) look.Tell(now);
            if (_empty is null)
            {
                _empty = new CancellationTokenSource();
                var empty = _empty.Token;
                _ = Task.Run(() => WatchAsync(empty), CancellationToken.None);
            }
        }

        return new Looking(() => Leave(look));
    }

    public void Dispose()
    {
        lock (_lock) End();
    }

    private void Leave(Latest<HouseNow> look)
    {
        lock (_lock)
        {
            _looks.Remove(look);
            if (_looks.Count == 0) End();
        }
    }

    private void End()
    {
        _empty?.Cancel();
        _empty?.Dispose();
        (_empty, _now) = (null, null);
    }

    private async Task WatchAsync(CancellationToken empty)
    {
        while (!empty.IsCancellationRequested)
        {
            try
            {
                await foreach (var now in new HouseWatch(occupancy, feed, clock).WatchAsync(empty)) Tell(now, empty);
            }
            catch (OperationCanceledException) when (empty.IsCancellationRequested)
            {
                // Nobody looks any more.
            }
            catch (Exception exception)
            {
                WatchFailed(logger, exception);
                await Task.Delay(HouseWatch.Every, clock, empty).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Tell(HouseNow now, CancellationToken empty)
    {
        lock (_lock)
        {
            // The next watch may have begun.
            if (empty.IsCancellationRequested) return;
            _now = now;
            foreach (var look in _looks) look.Tell(now);
        }
    }

    private sealed class Looking(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }

    [LoggerMessage(LogLevel.Error, "The house could not be watched; it is tried again")]
    private static partial void WatchFailed(ILogger logger, Exception exception);
}
