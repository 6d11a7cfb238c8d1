using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Dibs.Infrastructure.Broker;

/// <summary>
/// Takes messages out of queues, on a connection of its own with a channel for each subscription. Whatever ends the
/// connection or a channel, all is made anew; what was not acknowledged comes again, here or elsewhere.
/// </summary>
internal sealed partial class Consumers(
    BrokerConnector connector,
    IEnumerable<ITopology> topologies,
    IEnumerable<ISubscription> subscriptions,
    SetUp setUp,
    TimeProvider clock,
    ILogger<Consumers> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var connection = await connector.ConnectAsync("consuming", stoppingToken);
            try
            {
                var ended = await SubscribeAsync(connection, stoppingToken)
                    .WaitAsync(BrokerConnector.Patience, clock, stoppingToken);
                foreach (var subscription in subscriptions) subscription.Started();
                Lost(logger, await ended.WaitAsync(stoppingToken));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(logger, exception.Message);
            }
            finally
            {
                foreach (var subscription in subscriptions) subscription.Ended();
                await connector.CloseAsync(connection);
            }
        }
    }

    /// <summary>Comes back when all is subscribed, with what completes when the connection or a channel has ended.</summary>
    private async Task<Task<string>> SubscribeAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ConnectionShutdownAsync += (_, why) =>
        {
            ended.TrySetResult(why.ReplyText);
            return Task.CompletedTask;
        };
        await using (var declaring = await connection.CreateChannelAsync(cancellationToken: cancellationToken))
        {
            foreach (var topology in topologies) await topology.DeclareAsync(declaring, cancellationToken);
        }

        foreach (var subscription in subscriptions)
        {
            var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: false,
                    publisherConfirmationTrackingEnabled: false,
                    consumerDispatchConcurrency: subscription.Concurrency),
                cancellationToken);
            channel.ChannelShutdownAsync += (_, why) =>
            {
                ended.TrySetResult(why.ReplyText);
                return Task.CompletedTask;
            };
            await SubscribeAsync(channel, subscription, ended, cancellationToken);
        }

        return ended.Task;
    }

    private async Task SubscribeAsync(
        IChannel channel, ISubscription subscription, TaskCompletionSource<string> ended, CancellationToken cancellationToken)
    {
        var queue = await subscription.DeclareAsync(channel, cancellationToken);
        // As many as are worked on, and as many again on their way.
        await channel.BasicQosAsync(0, (ushort)Math.Min(2 * subscription.Concurrency, ushort.MaxValue), false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
            // The body belongs to the client until the first await: copied.
            await HandleAsync(
                channel, subscription, queue, new Delivery(delivery.BasicProperties.Type, delivery.Body.ToArray(), delivery.BasicProperties.Headers),
                delivery.DeliveryTag, cancellationToken);
        // The broker ends a consumer when its queue goes away.
        consumer.UnregisteredAsync += (_, _) =>
        {
            ended.TrySetResult($"the queue {queue} went away");
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
    }

    private async Task HandleAsync(
        IChannel channel,
        ISubscription subscription,
        string queue,
        Delivery delivery,
        ulong tag,
        CancellationToken cancellationToken)
    {
        try
        {
            await subscription.HandleAsync(delivery, cancellationToken);
            await channel.BasicAckAsync(tag, multiple: false, cancellationToken);
        }
        catch (UnreadableMessageException exception)
        {
            // By the queue's dead-letter rule it is kept where staff can look at it.
            Parked(logger, queue, exception.Message);
            await EndAsync(channel.BasicRejectAsync(tag, requeue: false, cancellationToken), queue);
        }
        catch (Exception exception) when (exception is AlreadyClosedException or OperationCanceledException || !channel.IsOpen)
        {
            // The channel is gone, or this instance is stopping: the message comes again.
            NotAcknowledged(logger, queue, exception.Message);
        }
        catch (Exception exception)
        {
            // A bug. The message comes again, at most as often as the queue allows; then it is parked.
            HandlerFailed(logger, exception, queue);
            await EndAsync(channel.BasicNackAsync(tag, multiple: false, requeue: true, cancellationToken), queue);
        }
    }

    private async Task EndAsync(ValueTask ending, string queue)
    {
        try
        {
            await ending;
        }
        catch (Exception exception) when (exception is AlreadyClosedException or OperationCanceledException)
        {
            NotAcknowledged(logger, queue, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The connection for consuming could not be used: {Error}")]
    private static partial void Failed(ILogger logger, string error);

    [LoggerMessage(LogLevel.Warning, "The connection for consuming was lost: {Reason}")]
    private static partial void Lost(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "A message in {Queue} was parked: {Reason}")]
    private static partial void Parked(ILogger logger, string queue, string reason);

    [LoggerMessage(LogLevel.Debug, "A message of {Queue} could not be acknowledged and comes again: {Error}")]
    private static partial void NotAcknowledged(ILogger logger, string queue, string error);

    [LoggerMessage(LogLevel.Error, "A message of {Queue} failed and comes again")]
    private static partial void HandlerFailed(ILogger logger, Exception exception, string queue);
}

/// <summary>Messages of one queue, and what is done with them.</summary>
internal interface ISubscription
{
    /// <summary>Messages that are worked on at once.</summary>
    ushort Concurrency { get; }

    /// <summary>Declares what is this instance's own, and says which queue it is.</summary>
    Task<string> DeclareAsync(IChannel channel, CancellationToken cancellationToken);

    /// <summary>Acknowledged when it comes back. An exception is a bug, and brings the message again.</summary>
    /// <exception cref="UnreadableMessageException">Nobody will ever be able to do anything with it.</exception>
    Task HandleAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>From here on every message comes; what came before may be lost. Quick, and never fails.</summary>
    void Started()
    {
    }

    /// <summary>From here on no message comes until it is started again. Quick, and never fails.</summary>
    void Ended()
    {
    }
}

/// <summary>A message as it came.</summary>
/// <param name="Type">What its sender says that it is; null where it says nothing.</param>
/// <param name="Headers">Of a parked one the broker says here where it was and why it was parked.</param>
internal sealed record Delivery(string? Type, byte[] Body, IDictionary<string, object?>? Headers = null);

/// <summary>A message that makes no sense.</summary>
internal sealed class UnreadableMessageException(string message, Exception? inner = null) : Exception(message, inner);
