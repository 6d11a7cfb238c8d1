using Dibs.Domain.Screenings;

namespace Dibs.Web.Tests.Fakes;

/// <summary>Tells the listeners what a test says.</summary>
public sealed class FakeFeed : ISeatChangeFeed
{
    private readonly List<Subscription> _listeners = [];
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Listeners => _listeners.Count;

    /// <summary>Ends when the last listener has gone.</summary>
    public Task Left => _left.Task;

    public bool IsLive { get; private set; } = true;

    public void Publish(IReadOnlyList<SeatChange> changes)
    {
        foreach (var listener in _listeners.ToArray()) listener.OnChanges(changes);
    }

    /// <summary>The broker goes away, or comes back: either way any change may have been missed.</summary>
    public void Turn(bool live)
    {
        IsLive = live;
        foreach (var listener in _listeners.ToArray()) listener.OnMissed();
    }

    public IAsyncDisposable Subscribe(int screeningId, Action<IReadOnlyList<SeatChange>> onChanges, Action onMissed)
    {
        var subscription = new Subscription(this, onChanges, onMissed);
        _listeners.Add(subscription);
        return subscription;
    }

    private sealed record Subscription(FakeFeed Feed, Action<IReadOnlyList<SeatChange>> OnChanges, Action OnMissed) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Feed._listeners.Remove(this);
            if (Feed.Listeners == 0) Feed._left.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
