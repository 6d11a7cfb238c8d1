using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Saga;

/// <summary>
/// Forgets sagas that ended longer ago than <see cref="SagaOptions.Keep"/>, and what their steps wrote down. Barriers go
/// by their age alone: a command that comes after ninety days finds no saga that would take its reply.
/// </summary>
internal sealed partial class SagaCleanUp(
    DataSources databases, SetUp setUp, IOptions<SagaOptions> options, TimeProvider clock, ILogger<SagaCleanUp> logger)
    : BackgroundService
{
    private const string ForgetSagas =
        """
        delete from sagas where booking_id in
          (select booking_id from sagas where wake_at is null and moved_at < clock_timestamp() - $1
           order by moved_at limit $2 for update skip locked)
        """;

    private const string ForgetSteps =
        """
        delete from saga_steps where booking_id in
          (select booking_id from saga_steps where at < clock_timestamp() - $1 order by at limit $2 for update skip locked)
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                var forgotten = await RunOnceAsync(stoppingToken);
                if (forgotten > 0) Forgotten(logger, forgotten, options.Value.Keep);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One round over the three databases. Returns how many rows were forgotten.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var keep = options.Value.Keep;
        return await databases.Bookings.DeleteOldAsync(ForgetSagas, keep, cancellationToken)
            + await databases.Payments.DeleteOldAsync(ForgetSteps, keep, cancellationToken)
            + await databases.Tickets.DeleteOldAsync(ForgetSteps, keep, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Forgot {Count} row(s) of sagas older than {Keep}")]
    private static partial void Forgotten(ILogger logger, int count, TimeSpan keep);

    [LoggerMessage(LogLevel.Warning, "Sagas could not be cleaned up: {Error}")]
    private static partial void Failed(ILogger logger, string error);
}
