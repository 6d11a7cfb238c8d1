namespace Dibs.Domain.Protocols.Saga;

/// <summary>The callers on this instance that wait for the end of their booking. Whoever is not heard of here loses nothing.</summary>
public sealed class SagaWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, List<TaskCompletionSource<SagaEnd>>> _waiting = [];

    /// <summary>How many callers wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _waiting.Values.Sum(callers => callers.Count);
        }
    }

    /// <summary>Starts to wait. To be called before the saga is begun, since its end may come at once.</summary>
    /// <param name="bookingId">Or a swap's id: its end is not the end of anything else about the same booking.</param>
    public SagaWaiter Add(Guid bookingId)
    {
        var end = new TaskCompletionSource<SagaEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_waiting.TryGetValue(bookingId, out var callers)) _waiting.Add(bookingId, callers = []);
            callers.Add(end);
        }

        return new SagaWaiter(this, bookingId, end);
    }

    public void End(SagaEnd end)
    {
        lock (_lock)
        {
            foreach (var caller in _waiting.GetValueOrDefault(end.Swap ?? end.BookingId) ?? []) caller.TrySetResult(end);
        }
    }

    /// <summary>The others that wait for the same booking go on waiting.</summary>
    internal void Remove(Guid bookingId, TaskCompletionSource<SagaEnd> waiting)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(bookingId, out var callers)) return;
            callers.Remove(waiting);
            if (callers.Count == 0) _waiting.Remove(bookingId);
        }
    }
}

/// <summary>One caller that waits. Disposed, it does not any more.</summary>
public sealed class SagaWaiter(SagaWaiters waiters, Guid bookingId, TaskCompletionSource<SagaEnd> end) : IDisposable
{
    /// <summary>The end, or null if it did not come in time.</summary>
    public async Task<SagaEnd?> WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await end.Task.WaitAsync(atMost, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Dispose() => waiters.Remove(bookingId, end);
}
