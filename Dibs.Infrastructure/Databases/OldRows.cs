using Npgsql;

namespace Dibs.Infrastructure.Databases;

/// <summary>Deletes old rows some thousand at a time, each time in a transaction of its own, so that nobody waits for it.</summary>
internal static class OldRows
{
    public const int AtOnce = 10_000;

    /// <param name="statement">Deletes the oldest rows that are older than $1 and not locked, at most $2 of them.</param>
    /// <returns>How many were deleted, of all.</returns>
    public static async Task<int> DeleteOldAsync(
        this NpgsqlDataSource database, string statement, TimeSpan keep, CancellationToken cancellationToken)
    {
        var (deleted, last) = (0, AtOnce);
        while (last == AtOnce)
        {
            await using var command = database.CreateCommand(statement);
            command.Parameters.Add(new() { Value = keep });
            command.Parameters.Add(new() { Value = AtOnce });
            last = await command.ExecuteNonQueryAsync(cancellationToken);
            deleted += last;
        }

        return deleted;
    }
}
