using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dibs.Domain.Occupancy;
using Dibs.Domain.Screenings;

namespace Dibs.Infrastructure.Occupancy;

/// <summary>
/// What becomes of the house while somebody looks: seats as they are told, on the feed that hall pages have. All is read again when a
/// change may not have been told, and from time to time: every few seconds while changes are not told, seldom while they are. A hold
/// that runs out is told by whoever frees it, and is in what is read at the latest. What was taken is not told with the
/// seats, and so is read for the screenings that sold something; and so is who came in.
/// </summary>
internal sealed class HouseWatch(IOccupancy occupancy, ISeatChangeFeed feed, TimeProvider clock)
{
    /// <summary>How often what was taken and who came in is read, at most.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>How often all is read while changes are not told, or after it could not be read.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>How often while they are.</summary>
    public static readonly TimeSpan EveryWhileLive = TimeSpan.FromSeconds(30);

    /// <summary>How long changes are put together.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMilliseconds(200);

    /// <summary>For as long as it is asked.</summary>
    public async IAsyncEnumerable<HouseNow> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Null: any change may be missing.
        var told = Channel.CreateUnbounded<IReadOnlyList<SeatChange>?>();
        await using var subscriptions = new Subscriptions(feed, told.Writer);
        using var timer = new PeriodicTimer(Tick, clock);
        var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
        var news = told.Reader.WaitToReadAsync(cancellationToken).AsTask();
        HouseCounts? counts = null;
        var (isLive, readAt, read, changed) = (false, clock.GetTimestamp(), true, false);
        while (true)
        {
            if (read)
            {
                (read, readAt) = (false, clock.GetTimestamp());
                // Asked first: a change that was told nowhere is in what is read after it.
                isLive = feed.IsLive;
                if (await TryReadAllAsync(subscriptions, cancellationToken) is { } all) counts = all;
                else isLive = false;
                changed = true;
            }

            if (changed && counts is not null) yield return new HouseNow(clock.GetUtcNow(), !isLive, counts.Now());
            changed = false;
            if (await Task.WhenAny(news, tick) == tick)
            {
                await tick;
                tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
                read = counts is null || clock.GetElapsedTime(readAt) >= (isLive && feed.IsLive ? EveryWhileLive : Every);
                if (!read)
                {
                    changed = counts!.Dirty.Count > 0 && await TryReadTakingsAsync(counts, cancellationToken);
                    changed |= await TryReadArrivalsAsync(counts, cancellationToken);
                }
            }
            else
            {
                await news;
                await Task.Delay(Together, clock, cancellationToken);
                while (told.Reader.TryRead(out var changes))
                {
                    read |= changes is null;
                    foreach (var change in changes ?? []) changed |= counts?.Take(change) == true;
                }

                news = told.Reader.WaitToReadAsync(cancellationToken).AsTask();
            }
        }
    }

    /// <summary>Subscribes first, then reads. Null where it cannot be read just now.</summary>
    private async Task<HouseCounts?> TryReadAllAsync(Subscriptions subscriptions, CancellationToken cancellationToken)
    {
        try
        {
            var screenings = await occupancy.ListAsync(cancellationToken);
            int[] ids = [.. screenings.Select(screening => screening.Id)];
            await subscriptions.FollowAsync(ids);
            var seats = await occupancy.SeatsAsync(ids, cancellationToken);
            var counts = new HouseCounts(screenings, seats, await occupancy.TakingsAsync(ids, cancellationToken));
            await TryReadArrivalsAsync(counts, cancellationToken);
            return counts;
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            return null;
        }
    }

    /// <returns>False where they cannot be read just now: they stay to be read.</returns>
    private async Task<bool> TryReadTakingsAsync(HouseCounts counts, CancellationToken cancellationToken)
    {
        try
        {
            int[] sold = [.. counts.Dirty];
            counts.Take(sold, await occupancy.TakingsAsync(sold, cancellationToken));
            counts.Dirty.Clear();
            return true;
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            return false;
        }
    }

    /// <returns>False where nobody has come in, or the tickets database cannot be asked just now: the doors say so themselves.</returns>
    private async Task<bool> TryReadArrivalsAsync(HouseCounts counts, CancellationToken cancellationToken)
    {
        try
        {
            return counts.Take(await occupancy.ArrivalsAsync(counts.Screenings, cancellationToken));
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            return false;
        }
    }

    private static bool IsOutage(Exception exception) => exception is DbException or TimeoutException or IOException;

    /// <summary>One for each screening of the day.</summary>
    private sealed class Subscriptions(ISeatChangeFeed feed, ChannelWriter<IReadOnlyList<SeatChange>?> told) : IAsyncDisposable
    {
        private readonly Dictionary<int, IAsyncDisposable> _followed = [];

        public async Task FollowAsync(IReadOnlyCollection<int> screenings)
        {
            foreach (var gone in _followed.Keys.Except(screenings).ToList())
            {
                _followed.Remove(gone, out var subscription);
                await subscription!.DisposeAsync();
            }

            foreach (var id in screenings.Where(id => !_followed.ContainsKey(id)))
                _followed[id] = feed.Subscribe(id, changes => told.TryWrite(changes), () => told.TryWrite(null));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var subscription in _followed.Values) await subscription.DisposeAsync();
        }
    }
}
