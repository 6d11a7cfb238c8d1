using Dibs.Domain.Payments;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Provider;

/// <summary>Runs the sweeper on this instance, every few seconds with jitter. All instances do, at the same time.</summary>
internal sealed partial class SweepWorker(
    AuthorisationSweeper sweeper,
    SetUp setUp,
    IOptions<PaymentOptions> options,
    TimeProvider clock,
    ILogger<SweepWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while ((await sweeper.RunOnceAsync(stoppingToken)).WasFull) stoppingToken.ThrowIfCancellationRequested();
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The company or the bookings database does not answer: nothing was touched.
                RoundFailed(logger, exception.Message);
            }

            await Task.Delay(options.Value.SweepInterval * (0.8 + (Random.Shared.NextDouble() * 0.4)), clock, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Open authorisations could not be swept: {Error}")]
    private static partial void RoundFailed(ILogger logger, string error);
}
