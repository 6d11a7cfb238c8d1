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
    /// <summary>
    /// What the broker may take to let somebody in, or to have everything declared that one connection needs. Above all of
    /// the client's own time-outs, and outside of it: its calls can hang when the broker goes away in the middle of them.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

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
        var connection = await retry.ExecuteAsync(async token => await CreateAsync(factory, token), cancellationToken);
        Connected(logger, name);
        return connection;
    }

    /// <summary>Ends a connection that may be dead already, without waiting long. Never fails.</summary>
    public async Task CloseAsync(IConnection connection)
    {
        try
        {
            await connection.AbortAsync(TimeSpan.FromSeconds(1)).WaitAsync(TimeSpan.FromSeconds(3));
            await connection.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(3));
        }
        catch (Exception exception)
        {
            // What the client throws about a connection that broke off is its own affair and has no list. It is gone for us
            // either way; the server ends it at the next missed heartbeat.
            NotClosed(logger, exception.Message);
        }
    }

    private async Task<IConnection> CreateAsync(ConnectionFactory factory, CancellationToken cancellationToken)
    {
        var creating = factory.CreateConnectionAsync(cancellationToken);
        try
        {
            return await creating.WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // Should it come about all the same, nobody wants it any more.
            _ = CloseWhenCreatedAsync(creating);
            throw;
        }
    }

    private async Task CloseWhenCreatedAsync(Task<IConnection> creating)
    {
        try
        {
            await CloseAsync(await creating);
        }
        catch (Exception exception)
        {
            NotClosed(logger, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The broker cannot be reached for {Name}, trying again in {Wait}: {Error}")]
    private static partial void NotConnected(ILogger logger, string name, string error, TimeSpan wait);

    [LoggerMessage(LogLevel.Information, "Connected to the broker for {Name}")]
    private static partial void Connected(ILogger logger, string name);

    [LoggerMessage(LogLevel.Debug, "A connection to the broker could not be closed in order: {Error}")]
    private static partial void NotClosed(ILogger logger, string error);
}
