using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Broker;

/// <summary>
/// Makes connections to the broker, as long as it takes. The client's own recovery is off: it may hang after a broker's
/// restart, and it brings back what was declared before, which a wiped broker does not have any more. So a connection that
/// is lost is thrown away, and everything is made anew on the next one.
/// </summary>
internal sealed partial class BrokerConnector(
    IOptions<BrokerOptions> options, InstanceName instance, TimeProvider clock, ILogger<BrokerConnector> logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>A connection of that name. Comes back with one, or when it is cancelled.</summary>
    public async Task<IConnection> ConnectAsync(string name, CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(options.Value.Uri),
            ClientProvidedName = $"dibs {instance.Value} {name}",
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            // A peer that vanished is found in about twenty seconds.
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
            ContinuationTimeout = TimeSpan.FromSeconds(10),
            HandshakeContinuationTimeout = TimeSpan.FromSeconds(10),
        };
        var retry = new ResiliencePipelineBuilder<IConnection> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<IConnection>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = options.Value.ReconnectAfter,
                MaxDelay = LongestWait,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder<IConnection>()
                    .Handle<Exception>(_ => !cancellationToken.IsCancellationRequested),
                OnRetry = attempt =>
                {
                    NotConnected(logger, name, attempt.Outcome.Exception!.Message, attempt.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
        var connection = await retry.ExecuteAsync(async token => await factory.CreateConnectionAsync(token), cancellationToken);
        Connected(logger, name);
        return connection;
    }

    /// <summary>Ends a connection that may be dead already, without waiting long or complaining.</summary>
    public static async Task CloseAsync(IConnection connection)
    {
        try
        {
            await connection.AbortAsync(TimeSpan.FromSeconds(1)).WaitAsync(TimeSpan.FromSeconds(3));
            await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(3));
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // It is gone for us either way; the server ends it at the next missed heartbeat.
        }
    }

    [LoggerMessage(LogLevel.Warning, "The broker cannot be reached for {Name}, trying again in {Wait}: {Error}")]
    private static partial void NotConnected(ILogger logger, string name, string error, TimeSpan wait);

    [LoggerMessage(LogLevel.Information, "Connected to the broker for {Name}")]
    private static partial void Connected(ILogger logger, string name);
}
