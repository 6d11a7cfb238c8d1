namespace Dibs.Infrastructure.Tests.Checking;

/// <summary>The system's clock, which says when somebody waits by it for the first time.</summary>
internal sealed class FirstTimerClock : TimeProvider
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task FirstTimer => _first.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _first.TrySetResult();
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
