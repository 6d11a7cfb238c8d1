using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Bookings;
using Dibs.Infrastructure.Tests.Provider;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Tests.Bookings;

[Collection(PostgresServers.Collection)]
public sealed class TimelineLogTests(PaymentStack stack) : IClassFixture<PaymentStack>
{
    [Fact]
    public async Task Log_ManyTimelines_AreWrittenInFewStatementsAndInOrder()
    {
        var bookings = Enumerable.Range(0, 300).Select(_ => Guid.NewGuid()).ToArray();
        var log = new TimelineLog(stack.Databases, TimeProvider.System, new CountingLogger());
        foreach (var booking in bookings) log.Write(booking, Timeline("seats", "claimed", "prepared", "committed"));

        var statements = await QueryCount.OfAsync(async () =>
        {
            await log.StartAsync(CancellationToken.None);
            await log.StopAsync(CancellationToken.None);
        });

        // 900 lines, 500 at a time.
        Assert.Equal(2, statements.Count(statement => statement.Contains("booking_events", StringComparison.Ordinal)));
        Assert.Equal(900L, await stack.BookingsScalarAsync<long>(
            "select count(*) from booking_events where booking_id = any($1)", bookings));
        Assert.Equal("claimed prepared committed", await stack.BookingsScalarAsync<string>(
            "select string_agg(what, ' ' order by at, id) from booking_events where booking_id = $1", bookings[7]));
    }

    [Fact]
    public void Log_OnAFullQueue_DropsAndSaysSoOnce()
    {
        var logger = new CountingLogger();
        var log = new TimelineLog(stack.Databases, TimeProvider.System, logger);
        var timeline = Timeline("seats", "claimed");

        for (var i = 0; i < TimelineLog.QueueLength + 20; i++) log.Write(Guid.NewGuid(), timeline);

        Assert.Equal(1, logger.Lines);
    }

    [Fact]
    public async Task Log_WithoutItsTable_LosesTheBatchAndGoesOn()
    {
        var logger = new CountingLogger();
        var log = new TimelineLog(stack.Databases, TimeProvider.System, logger);
        var booking = Guid.NewGuid();
        await stack.BookingsScalarAsync<int>("alter table booking_events rename to hidden");
        await log.StartAsync(CancellationToken.None);
        log.Write(Guid.NewGuid(), Timeline("seats", "lost"));
        await logger.FirstLine.WaitAsync(TimeSpan.FromSeconds(10));
        await stack.BookingsScalarAsync<int>("alter table hidden rename to booking_events");

        log.Write(booking, Timeline("seats", "claimed"));
        await log.StopAsync(CancellationToken.None);

        Assert.Equal(1L, await stack.BookingsScalarAsync<long>(
            "select count(*) from booking_events where booking_id = $1", booking));
    }

    private static BookingTimeline Timeline(string step, params string[] what)
    {
        var timeline = new BookingTimeline(TimeProvider.System);
        foreach (var one in what) timeline.Add(step, one, timeline.Start());
        return timeline;
    }

    private sealed class CountingLogger : ILogger<TimelineLog>
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Lines { get; private set; }

        public Task FirstLine => _first.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Lines++;
            _first.TrySetResult();
        }
    }
}
