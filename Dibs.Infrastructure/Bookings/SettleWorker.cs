using Dibs.Domain.Payments;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Provider;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Bookings;

/// <summary>Settles pending bookings on this instance, every second with jitter. All instances do, at the same time.</summary>
internal sealed partial class SettleWorker(
    PendingSettler settler,
    SetUp setUp,
    IOptions<PaymentOptions> options,
    TimeProvider clock,
    ILogger<SettleWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                PaymentMeters.Count(await settler.RunOnceAsync(stoppingToken));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The bookings database does not answer.
                RoundFailed(logger, exception.Message);
            }

            await Task.Delay(options.Value.SettleInterval * (0.8 + (Random.Shared.NextDouble() * 0.4)), clock, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Pending bookings could not be settled: {Error}")]
    private static partial void RoundFailed(ILogger logger, string error);
}
