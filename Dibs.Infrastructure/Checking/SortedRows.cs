using Npgsql;

namespace Dibs.Infrastructure.Checking;

/// <summary>
/// Rows in the order of booking ids (the first column), one at a time. Nothing is kept: the server is slowed down by
/// the connection when it is faster than we are.
/// </summary>
internal sealed class SortedRows<TRow>(string database, NpgsqlDataReader reader, Func<NpgsqlDataReader, TRow> rowOf)
    : IAsyncDisposable
    where TRow : struct
{
    /// <summary>The booking of the row that comes next; null at the end.</summary>
    public Guid? Next { get; private set; }

    public async Task AdvanceAsync(CancellationToken cancellationToken)
    {
        try
        {
            Guid? next = await reader.ReadAsync(cancellationToken) ? reader.GetGuid(0) : null;
            // uuid's order in PostgreSQL is that of its bytes, and so is Guid's. Without it a merge would be wrong silently.
            if (next < Next) throw new InvalidOperationException($"Rows of {database} are not in order at {next}.");
            Next = next;
        }
        catch (NpgsqlException exception)
        {
            throw new CouldNotCheckException(database, exception);
        }
    }

    /// <summary>Moves all rows of a booking into a list. Rows of earlier bookings must be gone.</summary>
    public async ValueTask TakeAsync(Guid booking, List<TRow> rows, CancellationToken cancellationToken)
    {
        rows.Clear();
        while (Next == booking)
        {
            rows.Add(rowOf(reader));
            await AdvanceAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
