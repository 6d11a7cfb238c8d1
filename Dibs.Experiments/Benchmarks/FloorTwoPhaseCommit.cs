using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Npgsql;

namespace Dibs.Experiments.Benchmarks;

/// <summary>
/// <c>floor-2pc</c>: what <c>2pc</c> says to the databases, and nothing else: the same statements, the same prepares and
/// commits with the same looks at what they did, on connections that stay open, in the fewest round trips. No outcome is
/// handled: whatever fails ends the benchmark.
/// </summary>
internal sealed class FloorTwoPhaseCommit(DataSources databases) : IBenchmark
{
    public string What => "floor-2pc";

    public async Task<IBenchmarkClient> ConnectAsync(CancellationToken cancellationToken) => new Client(
        await databases.Bookings.OpenConnectionAsync(cancellationToken),
        await databases.Payments.OpenConnectionAsync(cancellationToken),
        await databases.Tickets.OpenConnectionAsync(cancellationToken));

    private sealed class Client(NpgsqlConnection bookings, NpgsqlConnection payments, NpgsqlConnection tickets) : IBenchmarkClient
    {
        public async Task<bool> BookAsync(BookingRequest booking, CancellationToken cancellationToken)
        {
            // The form of the real ones, for statements of the same length.
            var (attempt, gid) = (Guid.NewGuid(), $"dibs:{Guid.Empty:N}:{Guid.NewGuid():N}");
            await using (var begin = new NpgsqlBatch(bookings))
            {
                begin.BatchCommands.Add(new("BEGIN"));
                begin.BatchCommands.Add(FloorStatements.Decision(attempt, booking));
                foreach (var command in ReserveSeats.CommandsFor(booking)) begin.BatchCommands.Add(command);
                await begin.ExecuteNonQueryAsync(cancellationToken);
            }

            await Task.WhenAll(
                PrepareAsync(payments, TakePayment.CommandFor(booking), $"{gid}:p", cancellationToken),
                PrepareAsync(tickets, IssueTickets.CommandFor(booking), $"{gid}:t", cancellationToken));
            await using (var commit = new NpgsqlBatch(bookings) { BatchCommands = { new("COMMIT"), FloorStatements.Witness(attempt) } })
            {
                if (await commit.ExecuteScalarAsync(cancellationToken) is not true) return false;
            }

            await Task.WhenAll(
                CommitPreparedAsync(payments, $"{gid}:p", cancellationToken),
                CommitPreparedAsync(tickets, $"{gid}:t", cancellationToken));
            return true;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var connection in new[] { bookings, payments, tickets }) await connection.DisposeAsync();
        }

        private static async Task PrepareAsync(
            NpgsqlConnection connection, NpgsqlBatchCommand step, string gid, CancellationToken cancellationToken)
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new("BEGIN"),
                    step,
                    new($"PREPARE TRANSACTION '{gid}'"),
                    FloorStatements.IsPrepared(gid),
                },
            };
            if (await batch.ExecuteScalarAsync(cancellationToken) is not 1L)
                throw new InvalidOperationException($"{gid} is not prepared.");
        }

        private static async Task CommitPreparedAsync(NpgsqlConnection connection, string gid, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand($"COMMIT PREPARED '{gid}'", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
