using System.Data;
using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Dibs.Infrastructure.Participants;

/// <summary>
/// A step with its database. Nothing else prepares, and ends what is prepared; commits that decide are in
/// <see cref="WitnessedCommit"/>. PostgreSQL answers some of these without an error when it did something else (docs/two-phase-commit.md).
/// </summary>
internal sealed class Participant<TContext>(
    string name,
    char branch,
    IDbContextFactory<TContext> contexts,
    IBookingStep<TContext> step,
    ICrashPoints crashPoints,
    Alarms alarms) : IParticipant
    where TContext : DbContext
{
    private const string InsufficientResources = "53";

    public string Name => name;

    public Step Step => step.Step;

    private Alarm Resources { get; } = new(alarms, $"prepared-transactions on {name}");

    public char Branch => branch;

    public Task<StepResult> ReadyAsync(BookingRequest booking, CancellationToken cancellationToken) =>
        step.ReadyAsync(booking, cancellationToken);

    public Task AbandonAsync(BookingRequest booking) => step.AbandonAsync(booking);

    async Task<IParticipantTransaction> IParticipant.BeginAsync(CancellationToken cancellationToken) =>
        await BeginAsync(cancellationToken);

    public async Task<Transaction> BeginAsync(CancellationToken cancellationToken)
    {
        var database = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            // No round trip: Npgsql sends BEGIN with the first command.
            var transaction = await database.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            return new Transaction(database, transaction, step, Resources);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async Task<StepResult> ApplyOnceAsync(BookingRequest booking, CancellationToken cancellationToken)
    {
        // No outside company is asked a second time, nor after a compensation.
        if (step.AsksOutside && await AnsweredAsync(booking, cancellationToken) is { } answered) return answered;
        var ready = await step.ReadyAsync(booking, cancellationToken);
        if (ready is StepResult.Unknown) return ready;

        // The barrier and the effect are one transaction: one without the other would be done twice, or never.
        await using var transaction = await BeginAsync(cancellationToken);
        var barrier = new Barrier(transaction.Connection, booking.EffectId());
        if (await barrier.EnterAsync(cancellationToken) is { } before) return before;
        var result = ready is StepResult.Refused ? ready : await transaction.ApplyAsync(booking, cancellationToken);
        // A change is past its pivot: what cannot be made is asked for again, until somebody has repaired it.
        if (result is StepResult.Refused && booking.Change is not null) return result;
        if (result is StepResult.Refused refused) await barrier.RefuseAsync(refused.Reason, cancellationToken);
        await crashPoints.ReachAsync(CrashPoint.StepCommitting(name), booking.BookingId);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    public async Task CompensateAsync(BookingRequest booking, CancellationToken cancellationToken)
    {
        await using (var transaction = await BeginAsync(cancellationToken))
        {
            // Also where there is no effect yet: then this keeps it from coming later.
            await new Barrier(transaction.Connection, booking.BookingId).CloseAsync(cancellationToken);
            await step.CompensateInTransactionAsync(transaction.Database, booking, cancellationToken);
            await crashPoints.ReachAsync(CrashPoint.StepCommitting(name), booking.BookingId);
            await transaction.CommitAsync(cancellationToken);
        }

        await step.AbandonAsync(booking);
    }

    public Task<SecondPhase> CommitPreparedAsync(Gid gid, CancellationToken cancellationToken) =>
        EndPreparedAsync("COMMIT PREPARED", gid, cancellationToken);

    public Task<SecondPhase> RollbackPreparedAsync(Gid gid, CancellationToken cancellationToken) =>
        EndPreparedAsync("ROLLBACK PREPARED", gid, cancellationToken);

    public async Task<IReadOnlyList<PreparedBranch>> ListPreparedAsync(
        Guid deployment, TimeSpan olderThan, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = await OpenAsync(database, cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select gid, clock_timestamp() - prepared from pg_prepared_xacts
            where starts_with(gid, $1) and right(gid, 1) = $2
              and database = current_database() and owner = current_user
              and prepared <= clock_timestamp() - $3
            order by prepared
            """, connection)
        {
            Parameters =
            {
                new() { Value = Gid.PrefixOf(deployment) },
                new() { Value = branch.ToString() },
                new() { Value = olderThan },
            },
        };
        var found = new List<PreparedBranch>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Gid.TryParse(reader.GetString(0), out var gid))
                found.Add(new PreparedBranch(gid, reader.GetTimeSpan(1)));
        }

        return found;
    }

    private async Task<StepResult?> AnsweredAsync(BookingRequest booking, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await new Barrier(await OpenAsync(database, cancellationToken), booking.EffectId()).FindAsync(cancellationToken);
    }

    private async Task<SecondPhase> EndPreparedAsync(string verb, Gid gid, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = await OpenAsync(database, cancellationToken);
        // The gid cannot be a parameter; it is made of two GUIDs and a letter.
        await using var command = new NpgsqlCommand($"{verb} '{gid}'", connection);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            return SecondPhase.Done;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedObject)
        {
            return SecondPhase.AlreadyDone;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
            return SecondPhase.Busy;
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(TContext database, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        return (NpgsqlConnection)database.Database.GetDbConnection();
    }

    /// <summary>This participant's open transaction.</summary>
    internal sealed class Transaction(
        TContext database, IDbContextTransaction transaction, IBookingStep<TContext> step, Alarm resources)
        : IParticipantTransaction
    {
        private bool _disposed;

        /// <summary>For what else must be in the same transaction: the decision row, the saga's barrier.</summary>
        public TContext Database => database;

        public NpgsqlConnection Connection => (NpgsqlConnection)database.Database.GetDbConnection();

        public Task<StepResult> ApplyAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            step.ApplyInTransactionAsync(database, booking, cancellationToken);

        public async Task<bool> PrepareAsync(Gid gid, CancellationToken cancellationToken)
        {
            try
            {
                // In a transaction that has failed PREPARE TRANSACTION answers without an error, and rolls back. So look.
                await using var batch = new NpgsqlBatch(Connection)
                {
                    BatchCommands =
                    {
                        // The gid cannot be a parameter here; below it can, so that the server plans the view only once.
                        new($"PREPARE TRANSACTION '{gid}'"),
                        new("select count(*) from pg_prepared_xacts where gid = $1") { Parameters = { new() { Value = gid.ToString() } } },
                    },
                };
                var prepared = await batch.ExecuteScalarAsync(cancellationToken);
                resources.Clear();
                return prepared is 1L;
            }
            catch (PostgresException exception) when (exception.SqlState.StartsWith(InsufficientResources, StringComparison.Ordinal))
            {
                // No slot for another prepared transaction, or no disk for it: somebody has to look.
                resources.Raise(exception.MessageText);
                throw;
            }
        }

        public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

        /// <inheritdoc cref="WitnessedCommit.RunAsync"/>
        public Task CommitWitnessedAsync(NpgsqlBatchCommand witness, CancellationToken cancellationToken) =>
            WitnessedCommit.RunAsync(Connection, witness, cancellationToken);

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
                // The connection is lost, and with it the open transaction: the server rolls back when it notices.
            }
            finally
            {
                await database.DisposeAsync();
            }
        }
    }
}
