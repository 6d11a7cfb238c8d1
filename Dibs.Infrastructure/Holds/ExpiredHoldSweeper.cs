using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Holds;

/// <summary>Runs <see cref="ExpiredHolds"/> on this instance. All instances do, at the same time.</summary>
internal sealed partial class ExpiredHoldSweeper(
    ExpiredHolds expired, SetUp setUp, TimeProvider clock, ILogger<ExpiredHoldSweeper> logger) : BackgroundService
{
    /// <summary>How long a map may go on showing an expired hold as held.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                var (freed, forgotten) = await expired.RunOnceAsync(stoppingToken);
                if (freed + forgotten > 0) Swept(logger, freed, forgotten);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                SweepFailed(logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Debug, "Freed {Seats} seat(s) of expired holds, forgot {Holds} old hold(s)")]
    private static partial void Swept(ILogger logger, int seats, int holds);

    [LoggerMessage(LogLevel.Warning, "Expired holds could not be swept: {Error}")]
    private static partial void SweepFailed(ILogger logger, string error);
}
