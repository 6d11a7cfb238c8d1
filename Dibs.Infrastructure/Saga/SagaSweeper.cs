using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Saga;

/// <summary>
/// Wakes sagas whose reply is overdue: because the broker lost a message, an instance died between a commit and its
/// message, or a step takes too long. Runs on every instance at once; each saga is woken by one of them.
/// </summary>
internal sealed partial class SagaSweeper(
    ISagaStore store,
    ISagaMessenger messenger,
    SagaOrchestrator orchestrator,
    DataSources databases,
    Alarms alarms,
    SetUp setUp,
    IOptions<SagaOptions> options,
    TimeProvider clock,
    ILogger<SagaSweeper> logger) : BackgroundService
{
    private const string AlarmName = "saga";
    private const int AtMost = 100;
    private const int AtOnce = 8;

    private const string CountStuck =
        """
        select count(*), coalesce(min(booking_id::text), ''), (select count(*) from sagas where wake_at is not null) from sagas
        where phase in ('voiding', 'refunding', 'revoking', 'returning') and (attempts >= $1 or moved_at < clock_timestamp() - $2)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // A full round means that there are more.
                while (await RunOnceAsync(stoppingToken) == AtMost)
                {
                }

                await WatchAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The bookings database does not answer.
                RoundFailed(logger, exception.Message);
            }

            await Task.Delay(options.Value.SweepInterval * (0.8 + (Random.Shared.NextDouble() * 0.4)), clock, stoppingToken);
        }
    }

    /// <summary>One round. Returns how many were overdue.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        // Without the broker nothing could be sent, and the waits would only grow.
        if (!messenger.IsUp) return 0;
        var due = await store.TakeDueAsync(AtMost, cancellationToken);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (saga, token) =>
            {
                try
                {
                    await orchestrator.WakeAsync(saga, token);
                }
                catch (Exception exception) when (!token.IsCancellationRequested)
                {
                    // The others are not to wait for one.
                    NotWoken(logger, exception, saga.Saga.BookingId, saga.Saga.Phase);
                }
            });
        return due.Count;
    }

    /// <summary>A compensation or cancellation that does not succeed is tried for ever, and somebody is to know.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(CountStuck);
        command.Parameters.Add(new() { Value = options.Value.AlarmAttempts });
        command.Parameters.Add(new() { Value = options.Value.AlarmAge });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        SagaMeters.Open.Record(row.GetInt64(2));
        if (row.GetInt64(0) is > 0 and var stuck)
            alarms.Raise(AlarmName, $"{stuck} saga(s) cannot be compensated or cancelled yet, such as booking {row.GetString(1)}; tried for ever");
        else
            alarms.Clear(AlarmName);
    }

    [LoggerMessage(LogLevel.Warning, "Overdue sagas could not be looked for: {Error}")]
    private static partial void RoundFailed(ILogger logger, string error);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: saga could not be woken while {Phase}")]
    private static partial void NotWoken(ILogger logger, Exception exception, Guid bookingId, SagaPhase phase);
}
