using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// What becomes of a hall's seats while pages show them: changes as they are told, put together for a moment so that
/// a rush is drawn once. The whole hall is read when a change may not have been told; every few seconds while changes made
/// on other instances are not told, and seldom while they are, for the one that got lost all the same.
/// </summary>
internal sealed class SeatWatch(IProgramme programme, ISeatChangeFeed feed, TimeProvider clock)
{
    /// <summary>How often the whole hall is read while changes are not told, or after it could not be read.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>How often while they are.</summary>
    public static readonly TimeSpan EveryWhileLive = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long changes are put together. Each page is drawn once for all of them, and drawing for everybody who looks is what
    /// an instance does most while a hall sells fast.
    /// </summary>
    public static readonly TimeSpan Together = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Subscribes, reads the hall, and then tells what is new, for as long as it is asked.
    /// </summary>
    public async IAsyncEnumerable<SeatNews> WatchAsync(int screeningId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Null: any change may be missing.
        var told = Channel.CreateUnbounded<IReadOnlyList<SeatChange>?>();
        await using var subscription = feed.Subscribe(
            screeningId, changes => told.Writer.TryWrite(changes), () => told.Writer.TryWrite(null));
        using var timer = new PeriodicTimer(Every, clock);
        var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
        var news = told.Reader.WaitToReadAsync(cancellationToken).AsTask();
        var readAt = clock.GetTimestamp();
        var last = await ReadAsync(screeningId, cancellationToken);
        yield return last;
        while (true)
        {
            var changes = new List<SeatChange>();
            bool read;
            if (await Task.WhenAny(news, tick) == tick)
            {
                await tick;
                read = last is not SeatNews.Hall { IsLive: true } || !feed.IsLive || clock.GetElapsedTime(readAt) >= EveryWhileLive;
                tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            }
            else
            {
                await news;
                await Task.Delay(Together, clock, cancellationToken);
                read = Take(told.Reader, changes);
                news = told.Reader.WaitToReadAsync(cancellationToken).AsTask();
            }

            if (changes.Count > 0) yield return new SeatNews.Changed(changes);
            if (!read) continue;
            readAt = clock.GetTimestamp();
            last = await ReadAsync(screeningId, cancellationToken);
            yield return last;
        }
    }

    /// <returns>True where any change may be missing.</returns>
    private static bool Take(ChannelReader<IReadOnlyList<SeatChange>?> told, List<SeatChange> changes)
    {
        var missed = false;
        while (told.TryRead(out var some))
        {
            missed |= some is null;
            changes.AddRange(some ?? []);
        }

        return missed;
    }

    private async Task<SeatNews> ReadAsync(int screeningId, CancellationToken cancellationToken)
    {
        try
        {
            // Asked first: a change that was told nowhere is in what is read after it.
            var isLive = feed.IsLive;
            return new SeatNews.Hall(await programme.SeatsAsync(screeningId, cancellationToken), isLive);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            return new SeatNews.Delayed();
        }
    }
}

/// <summary>What is told of a hall. A closed set.</summary>
internal abstract record SeatNews
{
    private SeatNews()
    {
    }

    /// <summary>The seats that are not free; all others are.</summary>
    /// <param name="IsLive">False where changes are not told just now, and are seen when the hall is read again.</param>
    public sealed record Hall(IReadOnlyList<SeatStatus> Taken, bool IsLive) : SeatNews;

    /// <summary>Some seats changed hands.</summary>
    public sealed record Changed(IReadOnlyList<SeatChange> Changes) : SeatNews;

    /// <summary>The hall could not be read just now.</summary>
    public sealed record Delayed : SeatNews;
}
