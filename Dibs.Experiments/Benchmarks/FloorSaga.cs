using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Dibs.Infrastructure.Saga;
using Npgsql;
using RabbitMQ.Client;

namespace Dibs.Experiments.Benchmarks;

/// <summary>
/// <c>floor-saga</c>: what <c>saga</c> says to the databases, and nothing else: the same statements in the same five commits,
/// each in one round trip, with a confirmed publish of a message of the same size between them. Nobody handles the messages.
/// </summary>
internal sealed class FloorSaga(DataSources databases, BrokerConnector broker, SagaQueues queues) : IBenchmark
{
    public string What => "floor-saga";

    public async Task<IBenchmarkClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = await broker.ConnectAsync("floor", cancellationToken);
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true),
            cancellationToken);
        // Quorum as the real ones; emptied from time to time, so that it does not grow into a measurement of its own.
        await channel.QueueDeclareAsync(
            QueueName, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>
            {
                ["x-queue-type"] = "quorum",
                ["x-max-length"] = 1000,
                ["x-expires"] = 60_000,
            },
            cancellationToken: cancellationToken);
        return new Client(
            await databases.Bookings.OpenConnectionAsync(cancellationToken),
            await databases.Payments.OpenConnectionAsync(cancellationToken),
            await databases.Tickets.OpenConnectionAsync(cancellationToken),
            connection, channel, QueueName);
    }

    private string QueueName => queues.Events + ".floor";

    private sealed class Client(
        NpgsqlConnection bookings,
        NpgsqlConnection payments,
        NpgsqlConnection tickets,
        IConnection broker,
        IChannel channel,
        string queue) : IBenchmarkClient
    {
        public async Task<bool> BookAsync(BookingRequest booking, CancellationToken cancellationToken)
        {
            var (tentative, final) = (booking with { Stage = BookingStage.Tentative }, booking with { Stage = BookingStage.Final });
            var message = SagaJson.Write(SagaCommand.For(booking, Step.TakePayment, StepAction.Apply));
            await RunAsync(bookings, [.. ReserveSeats.CommandsFor(tentative), FloorStatements.SagaBegun(booking)], cancellationToken);
            await SendAsync(message, cancellationToken);
            await RunAsync(payments, [FloorStatements.Barrier(booking), TakePayment.CommandFor(booking)], cancellationToken);
            await SendAsync(message, cancellationToken);
            await RunAsync(bookings, [FloorStatements.SagaMoved(booking, "ticketing")], cancellationToken);
            await SendAsync(message, cancellationToken);
            await RunAsync(tickets, [FloorStatements.Barrier(booking), IssueTickets.CommandFor(booking)], cancellationToken);
            await SendAsync(message, cancellationToken);
            await RunAsync(bookings, [FloorStatements.SagaMoved(booking, "done"), .. ReserveSeats.CommandsFor(final)], cancellationToken);
            return true;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var connection in new[] { bookings, payments, tickets }) await connection.DisposeAsync();
            await broker.CloseAsync();
            await broker.DisposeAsync();
        }

        private ValueTask SendAsync(byte[] message, CancellationToken cancellationToken) => channel.BasicPublishAsync(
            "", queue, mandatory: true, new BasicProperties { Persistent = true }, message, cancellationToken);

        private static async Task RunAsync(
            NpgsqlConnection connection, NpgsqlBatchCommand[] commands, CancellationToken cancellationToken)
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var command in (NpgsqlBatchCommand[])[new("BEGIN"), .. commands, new("COMMIT")]) batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
