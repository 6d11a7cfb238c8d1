using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Tickets;

/// <summary>Looks every minute whether the keys for tickets are others by now, and makes a new one when it is time.</summary>
internal sealed partial class TicketKeyWorker(
    TicketKeys keys, SetUp setUp, TimeProvider clock, ILogger<TicketKeyWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every * (0.8 + (Random.Shared.NextDouble() * 0.4)), clock, stoppingToken);
            try
            {
                await keys.RunAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The bookings database does not answer. The keys that are known are good all the same.
                RoundFailed(logger, exception.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The keys for tickets could not be looked at: {Error}")]
    private static partial void RoundFailed(ILogger logger, string error);
}
