using System.Threading.Channels;
using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Provider;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dibs.Infrastructure.Bookings;

/// <summary>
/// Writes timelines in batches: up to <see cref="BatchLines"/> lines or what came in <see cref="BatchTime"/> in one
/// statement. They are for people to look at, so one that cannot be kept is counted and forgotten: a full queue or a
/// database that is away must never hold up a booking.
/// </summary>
internal sealed partial class TimelineLog(DataSources databases, TimeProvider clock, ILogger<TimelineLog> logger)
    : IHostedService, ITimelineLog
{
    public const int QueueLength = 10_000;
    public const int BatchLines = 500;

    private const int MaxStep = 20;
    private const int MaxWhat = 60;

    private const string Insert =
        """
        insert into booking_events (booking_id, at, step, what, milliseconds)
        select * from unnest($1, $2, $3, $4, $5)
        """;

    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(50);

    private readonly Channel<(Guid BookingId, IReadOnlyList<TimelineEntry> Lines)> _queue =
        Channel.CreateBounded<(Guid, IReadOnlyList<TimelineEntry>)>(new BoundedChannelOptions(QueueLength)
        {
            SingleReader = true,
        });

    private Task _writing = Task.CompletedTask;
    private long _dropped;

    public void Write(Guid bookingId, BookingTimeline timeline)
    {
        var lines = timeline.Entries;
        if (lines.Count > 0 && !_queue.Writer.TryWrite((bookingId, lines))) Drop(1, bookingId, null);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = Task.Run(WriteAllAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <remarks>
    /// What has been taken is written still, within the time that the host gives. That is why this is no
    /// <see cref="BackgroundService"/>: one that is told to stop before its first line has run never runs at all.
    /// </remarks>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return _writing.WaitAsync(cancellationToken);
    }

    /// <summary>Ends when the queue was completed and is empty.</summary>
    private async Task WriteAllAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            // Lets a batch gather.
            if (_queue.Reader.Count < BatchLines / 5) await Task.Delay(BatchTime, clock);
            await WriteBatchAsync(NextBatch());
        }
    }

    private List<(Guid BookingId, TimelineEntry Line)> NextBatch()
    {
        var batch = new List<(Guid, TimelineEntry)>(BatchLines);
        // A timeline has a dozen lines: the last one may go beyond the limit.
        while (batch.Count < BatchLines && _queue.Reader.TryRead(out var timeline))
            batch.AddRange(timeline.Lines.Select(line => (timeline.BookingId, line)));
        return batch;
    }

    private async Task WriteBatchAsync(List<(Guid BookingId, TimelineEntry Line)> batch)
    {
        try
        {
            await using var command = databases.Bookings.CreateCommand(Insert);
            command.Parameters.Add(new() { Value = batch.Select(one => one.BookingId).ToArray() });
            command.Parameters.Add(new() { Value = batch.Select(one => one.Line.At.ToUniversalTime()).ToArray() });
            command.Parameters.Add(new() { Value = batch.Select(one => Cut(one.Line.Step, MaxStep)).ToArray() });
            command.Parameters.Add(new() { Value = batch.Select(one => Cut(one.Line.What, MaxWhat)).ToArray() });
            command.Parameters.Add(new() { Value = batch.Select(one => one.Line.Took.TotalMilliseconds).ToArray() });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            Drop(batch.Select(one => one.BookingId).Distinct().Count(), batch[0].BookingId, exception);
        }
    }

    private void Drop(int timelines, Guid first, Exception? exception)
    {
        PaymentMeters.TimelinesDropped.Add(timelines);
        var before = Interlocked.Add(ref _dropped, timelines) - timelines;
        // One line per failed batch; of a full queue the first and every thousandth, or the log would be flooded too.
        if (exception is not null || before % 1000 == 0) Dropped(logger, exception, first, timelines, before + timelines);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];

    [LoggerMessage(LogLevel.Warning,
        "Booking {BookingId}: {Timelines} timeline(s) from this one on could not be kept, {Total} since the start")]
    private static partial void Dropped(
        ILogger logger, Exception? exception, Guid bookingId, int timelines, long total);
}
