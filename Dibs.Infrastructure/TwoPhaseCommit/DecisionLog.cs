using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants;
using Dibs.Infrastructure.Participants.Seats;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Dibs.Infrastructure.TwoPhaseCommit;

/// <summary>The decision log in the bookings database: table <c>tx_decision</c>.</summary>
internal sealed class DecisionLog(
    Participant<BookingsContext> bookings, IDbContextFactory<BookingsContext> contexts, DataSources databases)
    : IDecisionLog
{
    private const string Insert =
        "insert into tx_decision (attempt, outcome, decided_by, booking_id) values ($1, $2, $3, $4)";

    private Guid? _deployment;

    public async ValueTask<Guid> DeploymentAsync(CancellationToken cancellationToken)
    {
        if (_deployment is { } known) return known;
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await database.Set<Deployment>().AsNoTracking()
            .Select(deployment => deployment.Id).SingleAsync(cancellationToken);
        _deployment = found;
        return found;
    }

    public async Task<IParticipantTransaction> BeginDecidingAsync(
        Guid attempt, Guid bookingId, CancellationToken cancellationToken)
    {
        var transaction = await bookings.BeginAsync(cancellationToken);
        try
        {
            await using var insert = InsertCommand(attempt, "commit", "coordinator", bookingId);
            insert.Connection = (NpgsqlConnection)transaction.Database.Database.GetDbConnection();
            await insert.ExecuteNonQueryAsync(cancellationToken);
            return new DecidingTransaction(transaction, attempt);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public async Task<IOpenDecision> OpenAsync(Guid attempt, Guid bookingId, CancellationToken cancellationToken)
    {
        var connection = await databases.Deciding.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var insert = InsertCommand(attempt, "commit", "coordinator", bookingId);
            insert.Connection = connection;
            await insert.ExecuteNonQueryAsync(cancellationToken);
            return new OpenDecision(connection, transaction, attempt);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<Decision> ResolveAsync(Guid attempt, string decidedBy, CancellationToken cancellationToken)
    {
        try
        {
            return await RecordAbortAsync(attempt, decidedBy, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // The owner has its row open: it is alive, and decides itself.
            return Decision.Undecided;
        }
    }

    /// <summary>
    /// Writes <i>abort</i> unless there is an outcome, then reads the one that stands. Two statements, each committed by
    /// itself: in one the read would see the snapshot from before the insert's wait, and be wrong.
    /// </summary>
    private async Task<Decision> RecordAbortAsync(Guid attempt, string decidedBy, CancellationToken cancellationToken)
    {
        await using var connection = await databases.Resolving.OpenConnectionAsync(cancellationToken);
        await using var insert = InsertCommand(attempt, "abort", decidedBy, null);
        insert.CommandText += " on conflict do nothing";
        insert.Connection = connection;
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await using var read = new NpgsqlCommand("select outcome from tx_decision where attempt = $1", connection)
        {
            Parameters = { new() { Value = attempt } },
        };
        return await read.ExecuteScalarAsync(cancellationToken) switch
        {
            "commit" => Decision.Commit,
            "abort" => Decision.Abort,
            var other => throw new InvalidOperationException($"Attempt {attempt} has the outcome '{other}'."),
        };
    }

    private static NpgsqlCommand InsertCommand(Guid attempt, string outcome, string decidedBy, Guid? bookingId) => new(Insert)
    {
        Parameters =
        {
            new() { Value = attempt },
            new() { Value = outcome },
            new() { Value = decidedBy },
            new() { Value = (object?)bookingId ?? DBNull.Value },
        },
    };

    private static NpgsqlBatchCommand WitnessOf(Guid attempt) =>
        new("select outcome = 'commit' from tx_decision where attempt = $1") { Parameters = { new() { Value = attempt } } };

    /// <summary>The bookings database's transaction with the uncommitted decision in it.</summary>
    private sealed class DecidingTransaction(Participant<BookingsContext>.Transaction inner, Guid attempt)
        : IParticipantTransaction
    {
        public Task<StepResult> ApplyAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            inner.ApplyAsync(booking, cancellationToken);

        public Task<bool> PrepareAsync(Gid gid, CancellationToken cancellationToken) =>
            throw new NotSupportedException("The last agent does not prepare: its commit is the decision.");

        public Task CommitAsync(CancellationToken cancellationToken) =>
            inner.CommitWitnessedAsync(WitnessOf(attempt), cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    /// <summary>A transaction with nothing but the uncommitted decision in it.</summary>
    private sealed class OpenDecision(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid attempt) : IOpenDecision
    {
        private bool _disposed;

        public Task CommitAsync(CancellationToken cancellationToken) =>
            WitnessedCommit.RunAsync(connection, WitnessOf(attempt), cancellationToken);

        /// <summary>
        /// More than once is harmless. Npgsql gives a connection's next user the same transaction object: to dispose it again would
        /// roll back somebody else's decision.
        /// </summary>
        public async ValueTask DisposeAsync()
        {
            if (_disposed) return;
            _disposed = true;
            try
            {
                await transaction.DisposeAsync();
            }
            catch (NpgsqlException)
            {
                // The connection is lost, and with it the open decision: the server takes it back when it notices.
            }
            finally
            {
                await connection.DisposeAsync();
            }
        }
    }
}
