using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Npgsql;

namespace Dibs.Experiments.Benchmarks;

/// <summary>
/// <c>one-local-transaction</c>: the upper bound, what three effects cost where they need not agree across databases: the
/// same statements in one transaction of one database, in one round trip.
/// </summary>
internal sealed class OneLocalTransaction(DataSources databases) : IBenchmark
{
    public string What => "one-local-transaction";

    public async Task<IBenchmarkClient> ConnectAsync(CancellationToken cancellationToken) =>
        new Client(await databases.Bookings.OpenConnectionAsync(cancellationToken));

    private sealed class Client(NpgsqlConnection connection) : IBenchmarkClient
    {
        public async Task<bool> BookAsync(BookingRequest booking, CancellationToken cancellationToken)
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new("BEGIN"));
            foreach (var command in ReserveSeats.CommandsFor(booking)) batch.BatchCommands.Add(command);
            batch.BatchCommands.Add(TakePayment.CommandFor(booking));
            batch.BatchCommands.Add(IssueTickets.CommandFor(booking));
            batch.BatchCommands.Add(new("COMMIT"));
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
