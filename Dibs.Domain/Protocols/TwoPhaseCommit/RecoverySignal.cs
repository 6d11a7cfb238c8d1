namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>Wakes this instance's recovery before its next round, when a branch was left behind.</summary>
public sealed class RecoverySignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next wake-up. Taken before a round, so that one in the middle of it counts too.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void WakeUp() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
