using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Saga;

/// <summary>Raises an alarm while messages are parked: each is a bug, or somebody else's mistake, and wants to be looked at.</summary>
internal sealed partial class ParkedWatch(
    BrokerConnector connector, SagaQueues queues, Alarms alarms, TimeProvider clock, ILogger<ParkedWatch> logger)
    : BackgroundService
{
    private const string AlarmName = "parked";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var connection = await connector.ConnectAsync("watching", stoppingToken);
            try
            {
                await WatchAsync(connection, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(logger, exception.Message);
            }
            finally
            {
                await connector.CloseAsync(connection);
            }
        }
    }

    private async Task WatchAsync(IConnection connection, CancellationToken cancellationToken)
    {
        // It ends with its connection: closing it by itself can hang where the broker is gone.
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await queues.DeclareAsync(channel, cancellationToken);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            if (await channel.MessageCountAsync(queues.Parked, cancellationToken) is > 0 and var parked)
                alarms.Raise(AlarmName, $"{parked} message(s) that nobody can handle are in the queue {queues.Parked}");
            else
                alarms.Clear(AlarmName);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    [LoggerMessage(LogLevel.Debug, "Parked messages could not be counted: {Error}")]
    private static partial void Failed(ILogger logger, string error);
}
