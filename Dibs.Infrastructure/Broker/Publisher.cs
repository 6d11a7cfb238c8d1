using System.Collections.Concurrent;
using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Dibs.Infrastructure.Broker;

/// <summary>
/// Sends messages, on a connection of its own: when the broker runs out of memory it stops reading from connections that
/// publish, and those that consume are to go on. A message that the broker does not confirm in time is not sent, and so is
/// every one while there is no connection: nothing is kept here, whoever sends keeps it until it is safe.
/// </summary>
internal sealed partial class Publisher(
    BrokerConnector connector,
    IEnumerable<ITopology> topologies,
    Alarms alarms,
    IOptions<BrokerOptions> options,
    TimeProvider clock,
    ILogger<Publisher> logger) : BackgroundService
{
    private const string AlarmName = "broker";

    /// <summary>Messages with confirms share these; each has room for many at once.</summary>
    private const int Channels = 4;

    /// <summary>An instance that starts has no connection yet, which is nothing to be alarmed about.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Where messages were returned last.</summary>
    private readonly ConcurrentDictionary<string, bool> _withoutQueue = new();

    private Session? _session;
    private int _next;

    /// <summary>There is a connection again: what was told on the one before may be lost. Handlers are quick and never fail.</summary>
    public event Action? Opened;

    /// <summary>Whether a message can be sent at this moment.</summary>
    public bool IsUp => _session is { IsBlocked: false };

    /// <summary>Sends, and waits until the broker has it on disk and in a queue.</summary>
    /// <exception cref="NotSentException">It is not known to be safe.</exception>
    public async Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        var session = Open();
        var channel = session.Confirming[(int)((uint)Interlocked.Increment(ref _next) % Channels)];
        await PublishAsync(session, channel, message, mandatory: true, cancellationToken);
    }

    /// <summary>Sends without waiting for anything: for messages whose loss nobody minds.</summary>
    /// <exception cref="NotSentException">It was not sent.</exception>
    public Task TellAsync(Message message, CancellationToken cancellationToken)
    {
        var session = Open();
        return PublishAsync(session, session.Telling, message, mandatory: false, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var connecting = connector.ConnectAsync("publishing", stoppingToken);
            if (await Task.WhenAny(connecting, Task.Delay(Patience, clock, stoppingToken)) != connecting) RaiseDown();
            var connection = await connecting;
            try
            {
                var session = await OpenAsync(connection, stoppingToken)
                    .WaitAsync(BrokerConnector.Patience, clock, stoppingToken);
                _session = session;
                alarms.Clear(AlarmName);
                Opened?.Invoke();
                await session.Ended.WaitAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(logger, exception.Message);
            }
            finally
            {
                _session = null;
                if (!stoppingToken.IsCancellationRequested) RaiseDown();
                await connector.CloseAsync(connection);
            }
        }
    }

    private static string AlarmOf(string queue) => $"no queue {queue}";

    private void RaiseDown() => alarms.Raise(AlarmName, "no connection to the broker: no saga can be begun");

    private Session Open()
    {
        if (_session is not { } session) throw new NotSentException("there is no connection to the broker");
        // No pile-up of calls that the broker does not read.
        if (session.IsBlocked) throw new NotSentException("the broker takes no messages at the moment");
        return session;
    }

    private async Task PublishAsync(
        Session session, IChannel channel, Message message, bool mandatory, CancellationToken cancellationToken)
    {
        var properties = new BasicProperties
        {
            Type = message.Type,
            ContentType = "application/json",
            Persistent = mandatory,
            MessageId = message.BookingId?.ToString(),
        };
        try
        {
            // The time-out is outside of the client, whose own calls can hang after a broker's restart.
            await channel.BasicPublishAsync(message.Exchange, message.RoutingKey, mandatory, properties, message.Body, cancellationToken)
                .AsTask().WaitAsync(options.Value.PublishTimeout, cancellationToken);
            if (mandatory && _withoutQueue.TryRemove(message.RoutingKey, out _)) alarms.Clear(AlarmOf(message.RoutingKey));
        }
        catch (TimeoutException exception)
        {
            session.End("a message was not confirmed in time");
            throw new NotSentException($"the broker did not confirm within {options.Value.PublishTimeout}", exception);
        }
        catch (PublishException exception) when (exception.IsReturn)
        {
            // Whoever sends keeps it and tries again; but a queue that somebody took away does not come back by itself.
            _withoutQueue[message.RoutingKey] = true;
            alarms.Raise(AlarmOf(message.RoutingKey), $"there is no queue '{message.RoutingKey}': its messages are kept and sent again");
            throw new NotSentException($"there is no queue for '{message.RoutingKey}'", exception);
        }
        catch (Exception exception) when (
            exception is PublishException or AlreadyClosedException or OperationInterruptedException or IOException or ObjectDisposedException)
        {
            throw new NotSentException(exception.Message, exception);
        }
    }

    private async Task<Session> OpenAsync(IConnection connection, CancellationToken cancellationToken)
    {
        // Whoever sends declares too, and at every connect: a broker that was wiped has no queues.
        await using (var declaring = await connection.CreateChannelAsync(cancellationToken: cancellationToken))
        {
            foreach (var topology in topologies) await topology.DeclareAsync(declaring, cancellationToken);
        }

        var confirms = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        var confirming = new IChannel[Channels];
        for (var i = 0; i < Channels; i++) confirming[i] = await connection.CreateChannelAsync(confirms, cancellationToken);
        var session = new Session(confirming, await connection.CreateChannelAsync(cancellationToken: cancellationToken));
        connection.ConnectionShutdownAsync += (_, why) =>
        {
            session.End(why.ReplyText);
            return Task.CompletedTask;
        };
        foreach (var channel in confirming.Append(session.Telling))
        {
            channel.ChannelShutdownAsync += (_, why) =>
            {
                session.End(why.ReplyText);
                return Task.CompletedTask;
            };
        }

        connection.ConnectionBlockedAsync += (_, blocked) =>
        {
            session.IsBlocked = true;
            alarms.Raise(AlarmName, $"the broker takes no messages: {blocked.Reason}");
            return Task.CompletedTask;
        };
        connection.ConnectionUnblockedAsync += (_, _) =>
        {
            session.IsBlocked = false;
            alarms.Clear(AlarmName);
            return Task.CompletedTask;
        };
        return session;
    }

    /// <summary>What there is while one connection lives.</summary>
    private sealed class Session(IChannel[] confirming, IChannel telling)
    {
        private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IChannel[] Confirming => confirming;

        /// <summary>Without confirms.</summary>
        public IChannel Telling => telling;

        public bool IsBlocked { get; set; }

        /// <summary>Completes with the reason.</summary>
        public Task<string> Ended => _ended.Task;

        public void End(string why) => _ended.TrySetResult(why);
    }

    [LoggerMessage(LogLevel.Warning, "The connection for publishing was lost: {Error}")]
    private static partial void Failed(ILogger logger, string error);
}

/// <summary>What is sent.</summary>
/// <param name="Type">What it is; a consumer parks what it does not know.</param>
/// <param name="RoutingKey">With the default exchange: the queue.</param>
/// <param name="BookingId">Null where it is not about one booking.</param>
internal sealed record Message(string Exchange, string RoutingKey, string Type, Guid? BookingId, ReadOnlyMemory<byte> Body);

/// <summary>Queues and exchanges that somebody needs.</summary>
internal interface ITopology
{
    /// <summary>Safe to repeat: the same again changes nothing.</summary>
    Task DeclareAsync(IChannel channel, CancellationToken cancellationToken);
}
