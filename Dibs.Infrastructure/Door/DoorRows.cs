using Npgsql;

namespace Dibs.Infrastructure.Door;

internal static class DoorRows
{
    public static async Task<List<TRow>> ReadAllAsync<TRow>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, TRow> rowOf, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<TRow>();
        while (await row.ReadAsync(cancellationToken)) rows.Add(rowOf(row));
        return rows;
    }
}
