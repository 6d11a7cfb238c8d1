using Dibs.Domain.Payments;

namespace Dibs.Infrastructure.Provider;

/// <summary>Wakes this instance's <see cref="RefundWorker"/> before its next round. Apart from it, since steps know this one.</summary>
internal sealed class RefundSignal : IRefunds, IDisposable
{
    private readonly SemaphoreSlim _wakeUps = new(0, 1);

    public void WakeUp()
    {
        try
        {
            _wakeUps.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <summary>Returns when woken, or when the time is up.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _wakeUps.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _wakeUps.Dispose();
}
