using Dibs.Domain.Screenings;

namespace Dibs.Web.Tests.Fakes;

/// <summary>Tells the listeners what a test says.</summary>
public sealed class FakeFeed : ISeatChangeFeed
{
    private readonly List<Action<IReadOnlyList<SeatChange>>> _listeners = [];

    public int Listeners => _listeners.Count;

    public void Publish(IReadOnlyList<SeatChange> changes)
    {
        foreach (var listener in _listeners.ToArray()) listener(changes);
    }

    public IAsyncDisposable Subscribe(int screeningId, Action<IReadOnlyList<SeatChange>> onChanges)
    {
        _listeners.Add(onChanges);
        return new Subscription(() => _listeners.Remove(onChanges));
    }

    private sealed class Subscription(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }
}
