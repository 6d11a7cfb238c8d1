using Npgsql;
using NpgsqlTypes;

namespace Dibs.Infrastructure.Databases;

/// <summary>What statements that are written by hand need again and again.</summary>
internal static class Commands
{
    /// <param name="type">As a null says nothing of it.</param>
    public static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    public static async Task<List<TRow>> ReadAllAsync<TRow>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, TRow> rowOf, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TRow>();
        while (await row.ReadAsync(cancellationToken)) rows.Add(rowOf(row));
        return rows;
    }
}
