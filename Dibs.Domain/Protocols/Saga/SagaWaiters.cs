using System.Collections.Concurrent;

namespace Dibs.Domain.Protocols.Saga;

/// <summary>The callers on this instance that wait for the end of their booking. Whoever is not heard of here loses nothing.</summary>
public sealed class SagaWaiters
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<SagaEnd>> _waiting = new();

    /// <summary>How many callers wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>Starts to wait. To be called before the saga is begun, since its end may come at once.</summary>
    public SagaWaiter Add(Guid bookingId)
    {
        var end = _waiting.GetOrAdd(
            bookingId, _ => new TaskCompletionSource<SagaEnd>(TaskCreationOptions.RunContinuationsAsynchronously));
        return new SagaWaiter(this, bookingId, end);
    }

    public void End(SagaEnd end)
    {
        if (_waiting.TryGetValue(end.BookingId, out var waiting)) waiting.TrySetResult(end);
    }

    internal void Remove(Guid bookingId, TaskCompletionSource<SagaEnd> waiting) =>
        _waiting.TryRemove(KeyValuePair.Create(bookingId, waiting));
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
