using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dibs.Infrastructure.Repairs;

/// <summary>Raises an alarm while messages are parked: each is a bug, or somebody else's mistake, and wants to be looked at.</summary>
internal sealed partial class ParkedWatch(
    DataSources databases, SetUp setUp, Alarms alarms, TimeProvider clock, ILogger<ParkedWatch> logger) : BackgroundService
{
    private const string AlarmName = "parked";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await WatchAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                Failed(logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand("select count(*) from parked_messages");
        if (await command.ExecuteScalarAsync(cancellationToken) is long and > 0 and var parked)
            alarms.Raise(AlarmName, $"{parked} message(s) that nobody can handle are on the desk for stuck work");
        else
            alarms.Clear(AlarmName);
    }

    [LoggerMessage(LogLevel.Debug, "Parked messages could not be counted: {Error}")]
    private static partial void Failed(ILogger logger, string error);
}
