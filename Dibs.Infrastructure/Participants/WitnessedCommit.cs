using Npgsql;

namespace Dibs.Infrastructure.Participants;

/// <summary>A commit that is believed only when its effect is seen, because PostgreSQL may answer it by a rollback.</summary>
internal static class WitnessedCommit
{
    /// <summary>Commits, and sees in the same round trip that the server did not roll back instead.</summary>
    /// <param name="witness">A query that yields true only if a row of this transaction is there.</param>
    /// <exception cref="CommitRolledBackException">The witness is not there.</exception>
    public static async Task RunAsync(NpgsqlConnection connection, NpgsqlBatchCommand witness, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("COMMIT"), witness } };
        if (await batch.ExecuteScalarAsync(cancellationToken) is not true) throw new CommitRolledBackException();
    }
}

/// <summary>The server answered COMMIT by a rollback, which it does without an error.</summary>
internal sealed class CommitRolledBackException() : Exception("The server answered COMMIT by a rollback.");
