using System.Threading.Channels;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Broker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Live;

/// <summary>
/// Tells changes to who listens on this instance at once, and to all other instances through the broker a moment later.
/// Nobody who books waits for that: what the broker does not take is dropped, and as soon as it is back everybody is told
/// to read again.
/// </summary>
internal sealed partial class SharedSeatChangeFeed(
    InProcessSeatChangeFeed local,
    SeatSubscription others,
    Publisher publisher,
    TimeProvider clock,
    ILogger<SharedSeatChangeFeed> logger) : BackgroundService, ISeatChangeFeed
{
    /// <summary>How long changes are put together: a rush is a few messages, and hardly anybody notices the wait.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMilliseconds(20);

    /// <summary>How often the broker is tried again by somebody who has nothing new to tell.</summary>
    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Changes that wait to be sent: more than any rush makes while a message is on its way.</summary>
    private const int Room = 10_000;

    /// <summary>Some 40 bytes each.</summary>
    private const int MostInAMessage = 1_000;

    private readonly Channel<IReadOnlyList<SeatChange>> _told =
        Channel.CreateBounded<IReadOnlyList<SeatChange>>(new BoundedChannelOptions(Room) { SingleReader = true });

    private long _dropped;
    private volatile bool _missed;
    private bool _wasOpen;

    public bool IsLive => others.IsUp && publisher.IsUp;

    /// <summary>Changes that other instances were not told, since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Publish(IReadOnlyList<SeatChange> changes)
    {
        local.Publish(changes);
        if (changes.Count > 0 && !_told.Writer.TryWrite(changes)) Drop(changes.Count);
    }

    public IAsyncDisposable Subscribe(int screeningId, Action<IReadOnlyList<SeatChange>> onChanges, Action onMissed) =>
        local.Subscribe(screeningId, onChanges, onMissed);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        publisher.Opened += TellMissed;
        try
        {
            while (true)
            {
                if (_missed) await Task.Delay(TryAgain, clock, stoppingToken);
                else await _told.Reader.WaitToReadAsync(stoppingToken);
                await Task.Delay(Together, clock, stoppingToken);
                await SendAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The last bookings before a stop are news as well; the connection is closed after this.
            await SendAsync();
        }
        finally
        {
            publisher.Opened -= TellMissed;
        }
    }

    /// <summary>The broker confirms nothing: what was sent on the connection before may have got lost with it.</summary>
    private void TellMissed()
    {
        if (_wasOpen)
        {
            _missed = true;
            _told.Writer.TryWrite([]);
        }

        _wasOpen = true;
        local.TellMissed();
    }

    private async Task SendAsync()
    {
        foreach (var some in Latest().Chunk(MostInAMessage).DefaultIfEmpty([]))
        {
            var missed = _missed;
            if (some.Length == 0 && !missed) return;
            try
            {
                // Taken back before it is sent: a change that is dropped meanwhile sets it again.
                _missed = false;
                var news = SeatNews.Of(others.Queue, missed, some);
                await publisher.TellAsync(
                    new(SeatSubscription.Exchange, "", SeatNewsJson.Type, null, SeatNewsJson.Write(news)),
                    CancellationToken.None);
                if (missed) ToldAgain(logger, Dropped);
            }
            catch (Exception exception)
            {
                // Whatever it is, those who book are not to notice.
                if (!missed) NotTold(logger, exception.Message);
                _missed = true;
                Drop(some.Length);
            }
        }
    }

    /// <summary>Takes all that waits; of a seat that changed twice the later.</summary>
    private List<SeatChange> Latest()
    {
        var latest = new Dictionary<(int, string), SeatChange>();
        while (_told.Reader.TryRead(out var changes))
        {
            foreach (var change in changes)
            {
                var seat = (change.ScreeningId, change.Seat);
                if (!latest.TryGetValue(seat, out var known) || known.Version < change.Version) latest[seat] = change;
            }
        }

        return [.. latest.Values];
    }

    private void Drop(int count)
    {
        if (count == 0) return;
        Interlocked.Add(ref _dropped, count);
        LiveMeters.Dropped.Add(count);
        _missed = true;
    }

    [LoggerMessage(LogLevel.Warning, "Other instances are not told of seats that change: {Error}")]
    private static partial void NotTold(ILogger logger, string error);

    [LoggerMessage(LogLevel.Information, "Other instances are told of seats again; {Count} change(s) were not since the start")]
    private static partial void ToldAgain(ILogger logger, long count);
}
