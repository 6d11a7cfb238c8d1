using System.Collections.Immutable;
using Dibs.Domain.Screenings;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Live;

/// <summary>Fans changes out to who listens on this instance: all there is where there is one, else the last leg.</summary>
internal sealed partial class InProcessSeatChangeFeed(ILogger<InProcessSeatChangeFeed> logger) : ISeatChangeFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, ImmutableList<Subscription>> _subscriptions = [];

    public bool IsLive => true;

    public void Publish(IReadOnlyList<SeatChange> changes)
    {
        foreach (var screening in changes.GroupBy(change => change.ScreeningId))
        {
            var theirs = screening.ToList();
            foreach (var subscription in SubscriptionsOf(screening.Key)) Tell(subscription, () => subscription.OnChanges(theirs));
        }
    }

    /// <summary>Tells everybody that any change may not have been told.</summary>
    public void TellMissed()
    {
        List<Subscription> all;
        lock (_lock) all = [.. _subscriptions.Values.SelectMany(some => some)];
        foreach (var subscription in all) Tell(subscription, subscription.OnMissed);
    }

    public IAsyncDisposable Subscribe(int screeningId, Action<IReadOnlyList<SeatChange>> onChanges, Action onMissed)
    {
        var subscription = new Subscription(this, screeningId, onChanges, onMissed);
        lock (_lock)
        {
            var others = SubscriptionsOf(screeningId);
            _subscriptions[screeningId] = others.Add(subscription);
            LiveMeters.Subscriptions.Add(1);
            if (others.IsEmpty) LiveMeters.Screenings.Add(1);
        }

        return subscription;
    }

    private void Tell(Subscription subscription, Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception exception)
        {
            // One page that fails is not to keep the news from the others, nor fail whoever booked.
            ListenerFailed(logger, exception, subscription.ScreeningId);
        }
    }

    private ImmutableList<Subscription> SubscriptionsOf(int screeningId)
    {
        lock (_lock) return _subscriptions.GetValueOrDefault(screeningId, []);
    }

    private void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            var before = SubscriptionsOf(subscription.ScreeningId);
            var left = before.Remove(subscription);
            if (left == before) return;
            LiveMeters.Subscriptions.Add(-1);
            if (left.IsEmpty) LiveMeters.Screenings.Add(-1);
            if (left.IsEmpty) _subscriptions.Remove(subscription.ScreeningId);
            else _subscriptions[subscription.ScreeningId] = left;
        }
    }

    [LoggerMessage(LogLevel.Error, "A listener to screening {ScreeningId} failed")]
    private static partial void ListenerFailed(ILogger logger, Exception exception, int screeningId);

    private sealed class Subscription(
        InProcessSeatChangeFeed feed, int screeningId, Action<IReadOnlyList<SeatChange>> onChanges, Action onMissed)
        : IAsyncDisposable
    {
        public int ScreeningId => screeningId;

        public Action<IReadOnlyList<SeatChange>> OnChanges => onChanges;

        public Action OnMissed => onMissed;

        public ValueTask DisposeAsync()
        {
            feed.Remove(this);
            return ValueTask.CompletedTask;
        }
    }
}
