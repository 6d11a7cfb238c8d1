using Dibs.Domain.Payments;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Provider;

/// <summary>Gives money back on this instance: when woken, and every few seconds with jitter. All instances do.</summary>
internal sealed partial class RefundWorker(
    Refunds refunds,
    Rebates rebates,
    RefundSignal signal,
    SetUp setUp,
    IOptions<PaymentOptions> options,
    ILogger<RefundWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await refunds.RunOnceAsync(stoppingToken);
                await rebates.RunOnceAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The payments database does not answer.
                RoundFailed(logger, exception.Message);
            }

            await signal.WaitAsync(options.Value.SweepInterval * (0.8 + (Random.Shared.NextDouble() * 0.4)), stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Payments could not be given back: {Error}")]
    private static partial void RoundFailed(ILogger logger, string error);
}
