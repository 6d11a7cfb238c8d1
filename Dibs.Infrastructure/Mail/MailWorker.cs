using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Mail;

/// <summary>Sends mails on this instance, every second with jitter. All instances do, at the same time.</summary>
internal sealed partial class MailWorker(
    MailSender sender,
    MailOutbox outbox,
    Alarms alarms,
    SetUp setUp,
    IOptions<MailOptions> options,
    TimeProvider clock,
    ILogger<MailWorker> logger) : BackgroundService
{
    private const string AlarmName = "mail";
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(5);

    private long _watchedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsOn)
        {
            Off(logger);
            return;
        }

        await setUp.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // A full round that went well means that there are more.
                while (await RunOnceAsync(stoppingToken) is { Taken: MailSender.AtMost, Failed: 0 })
                {
                }

                await WatchAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The bookings database does not answer.
                RoundFailed(logger, exception.Message);
            }

            await Task.Delay(options.Value.Interval * (0.8 + (Random.Shared.NextDouble() * 0.4)), clock, stoppingToken);
        }
    }

    private async Task<MailRound> RunOnceAsync(CancellationToken cancellationToken)
    {
        var round = await sender.RunOnceAsync(cancellationToken);
        MailMeters.Sent.Add(round.Sent);
        MailMeters.Failed.Add(round.Failed);
        return round;
    }

    /// <summary>A mail that fails for long is tried until the screening is over, and somebody is to know.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        if (_watchedAt != 0 && clock.GetElapsedTime(_watchedAt) < WatchEvery) return;
        _watchedAt = clock.GetTimestamp();
        var (waiting, stuck, such) = await outbox.CountAsync(cancellationToken);
        MailMeters.Waiting.Record(waiting);
        if (stuck > 0)
            alarms.Raise(AlarmName, $"{stuck} mail(s) with tickets cannot be sent for minutes, such as that of booking {such}");
        else
            alarms.Clear(AlarmName);
    }

    [LoggerMessage(LogLevel.Warning, "No mail is sent: neither Mail:Pickup nor Mail:Smtp:Host is given")]
    private static partial void Off(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Mails could not be looked for: {Error}")]
    private static partial void RoundFailed(ILogger logger, string error);
}
