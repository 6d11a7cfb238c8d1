namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>Wakes this instance's recovery before its next round, when a branch was left behind.</summary>
public sealed class RecoverySignal : IDisposable
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
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _wakeUps.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _wakeUps.Dispose();
}
