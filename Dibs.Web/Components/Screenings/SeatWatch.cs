using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// What becomes of a hall's seats while a page shows them: changes as they are told, put together for a moment so that
/// a rush is drawn once, and the whole hall read again every few seconds, for what was not told.
/// </summary>
internal sealed class SeatWatch(IProgramme programme, ISeatChangeFeed feed, TimeProvider clock)
{
    /// <summary>How often the whole hall is read.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <summary>How long changes are put together.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMilliseconds(80);

    /// <summary>
    /// Subscribes, reads the hall, and then tells what is new, for as long as it is asked.
    /// </summary>
    public async IAsyncEnumerable<SeatNews> WatchAsync(int screeningId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = Channel.CreateUnbounded<IReadOnlyList<SeatChange>>();
        await using var subscription = feed.Subscribe(screeningId, changes => told.Writer.TryWrite(changes));
        yield return await ReadAsync(screeningId, cancellationToken);

        using var timer = new PeriodicTimer(Every, clock);
        var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
        var news = told.Reader.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            if (await Task.WhenAny(news, tick) == tick)
            {
                await tick;
                yield return await ReadAsync(screeningId, cancellationToken);
                tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
                continue;
            }

            await news;
            await Task.Delay(Together, clock, cancellationToken);
            var changes = new List<SeatChange>();
            while (told.Reader.TryRead(out var some)) changes.AddRange(some);
            yield return new SeatNews.Changed(changes);
            news = told.Reader.WaitToReadAsync(cancellationToken).AsTask();
        }
    }

    private async Task<SeatNews> ReadAsync(int screeningId, CancellationToken cancellationToken)
    {
        try
        {
            return new SeatNews.Hall(await programme.SeatsAsync(screeningId, cancellationToken));
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            return new SeatNews.Delayed();
        }
    }
}

/// <summary>What a page is told of its hall. A closed set.</summary>
internal abstract record SeatNews
{
    private SeatNews()
    {
    }

    /// <summary>The seats that are not free; all others are.</summary>
    public sealed record Hall(IReadOnlyList<SeatStatus> Taken) : SeatNews;

    /// <summary>Some seats changed hands.</summary>
    public sealed record Changed(IReadOnlyList<SeatChange> Changes) : SeatNews;

    /// <summary>The hall could not be read just now.</summary>
    public sealed record Delayed : SeatNews;
}
