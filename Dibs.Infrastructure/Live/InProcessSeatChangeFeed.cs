using System.Collections.Immutable;
using Dibs.Domain.Screenings;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Live;

/// <summary>Fans changes out to who listens on this instance.</summary>
internal sealed partial class InProcessSeatChangeFeed(ILogger<InProcessSeatChangeFeed> logger) : ISeatChangeFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, ImmutableList<Subscription>> _subscriptions = [];

    public void Publish(IReadOnlyList<SeatChange> changes)
    {
        foreach (var screening in changes.GroupBy(change => change.ScreeningId))
        {
            var theirs = screening.ToList();
            foreach (var subscription in SubscriptionsOf(screening.Key))
            {
                try
                {
                    subscription.OnChanges(theirs);
                }
                catch (Exception exception)
                {
                    // One page that fails is not to keep the news from the others, nor fail whoever booked.
                    ListenerFailed(logger, exception, screening.Key);
                }
            }
        }
    }

    public IAsyncDisposable Subscribe(int screeningId, Action<IReadOnlyList<SeatChange>> onChanges)
    {
        var subscription = new Subscription(this, screeningId, onChanges);
        lock (_lock) _subscriptions[screeningId] = SubscriptionsOf(screeningId).Add(subscription);
        return subscription;
    }

    private ImmutableList<Subscription> SubscriptionsOf(int screeningId)
    {
        lock (_lock) return _subscriptions.GetValueOrDefault(screeningId, []);
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            var left = SubscriptionsOf(subscription.ScreeningId).Remove(subscription);
            if (left.IsEmpty) _subscriptions.Remove(subscription.ScreeningId);
            else _subscriptions[subscription.ScreeningId] = left;
        }
    }

    [LoggerMessage(LogLevel.Error, "A listener to screening {ScreeningId} failed")]
    private static partial void ListenerFailed(ILogger logger, Exception exception, int screeningId);

    private sealed class Subscription(
        InProcessSeatChangeFeed feed, int screeningId, Action<IReadOnlyList<SeatChange>> onChanges) : IAsyncDisposable
    {
        public int ScreeningId => screeningId;

        public Action<IReadOnlyList<SeatChange>> OnChanges => onChanges;

        public ValueTask DisposeAsync()
        {
            feed.Remove(this);
            return ValueTask.CompletedTask;
        }
    }
}
