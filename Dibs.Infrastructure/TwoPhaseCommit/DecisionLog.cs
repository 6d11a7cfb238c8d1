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

    public Task<Decision> RecordCommitAsync(Guid attempt, Guid bookingId, CancellationToken cancellationToken) =>
        RecordAsync(databases.Bookings, attempt, "commit", "coordinator", bookingId, cancellationToken);

    public async Task<Decision> ResolveAsync(Guid attempt, string decidedBy, CancellationToken cancellationToken)
    {
        try
        {
            return await RecordAsync(databases.Resolving, attempt, "abort", decidedBy, null, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // The owner has its row open: it is alive, and decides itself.
            return Decision.Undecided;
        }
    }

    /// <summary>
    /// Writes an outcome unless there is one, then reads the one that stands. Two statements, each committed by itself:
    /// in one the read would see the snapshot from before the insert's wait, and be wrong.
    /// </summary>
    private static async Task<Decision> RecordAsync(
        NpgsqlDataSource source,
        Guid attempt,
        string outcome,
        string decidedBy,
        Guid? bookingId,
        CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var insert = InsertCommand(attempt, outcome, decidedBy, bookingId);
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

    /// <summary>The bookings database's transaction with the uncommitted decision in it.</summary>
    private sealed class DecidingTransaction(Participant<BookingsContext>.Transaction inner, Guid attempt)
        : IParticipantTransaction
    {
        public Task<StepResult> ApplyAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            inner.ApplyAsync(booking, cancellationToken);

        public Task<bool> PrepareAsync(Gid gid, CancellationToken cancellationToken) =>
            throw new NotSupportedException("The last agent does not prepare: its commit is the decision.");

        public Task CommitAsync(CancellationToken cancellationToken) =>
            inner.CommitWitnessedAsync(
                new("select outcome = 'commit' from tx_decision where attempt = $1")
                {
                    Parameters = { new() { Value = attempt } },
                },
                cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
