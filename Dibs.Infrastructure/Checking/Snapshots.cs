using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace Dibs.Infrastructure.Checking;

/// <summary>
/// A merge of all databases by booking id: each gives its rows in that order and out of one snapshot, so memory does
/// not grow with the number of bookings. The snapshots of different databases are some milliseconds apart.
/// </summary>
internal sealed class Snapshots(CheckedDatabases databases)
{
    private const string Bookings =
        """
        select id, reference, screening_id, status, protocol, amount, currency, array_to_string(seats, ','), payment_key,
               now() - coalesce(ended_at, created_at), status = 'confirmed' and request is not null
        from bookings where $1 is null or id = any($1) order by id
        """;

    // The inner order is an index's, so nothing is sorted. Seats come in the order in which they were claimed, which is
    // nearly always that of the booking: comparing is then cheap, and right all the same where it is not.
    private const string Claims =
        """
        select booking_id, min(screening_id), max(screening_id),
               coalesce(string_agg(seat, ',') filter (where state = 'booked'), ''),
               coalesce(string_agg(seat, ',') filter (where state = 'held'), ''),
               coalesce(bool_or(state = 'held' and expires_at is null), false)
        from (select booking_id, screening_id, seat, state, expires_at from claims
              where booking_id is not null and ($1 is null or booking_id = any($1))
                and (state = 'booked' or state = 'held' and (expires_at is null or expires_at > now()))
              order by booking_id) as live
        group by booking_id order by booking_id
        """;

    private const string Payments =
        """
        select booking_id, payment_key, amount, currency, state, coalesce(owed, 0), coalesce(now() - since, interval '0')
        from payments
        left join (select booking_id, sum(amount) as owed, min(created_at) as since from rebates
                   where returned_at is null group by booking_id) as rebates using (booking_id)
        where $1 is null or booking_id = any($1) order by booking_id
        """;

    private const string Tickets =
        """
        select booking_id, min(screening_id), max(screening_id), string_agg(seat, ','), sum(price)
        from (select booking_id, screening_id, seat, price from tickets
              where state = 'issued' and ($1 is null or booking_id = any($1))
              order by booking_id, seat) as live
        group by booking_id order by booking_id
        """;

    // Without a booking id is only the tombstone of a payment that never came. The refunds are summed up here, and not
    // believed to be what the ledger's own column says.
    private const string Ledger =
        """
        select booking_id, payment_key, amount, currency, state, coalesce(given_back, 0), now() - created_at
        from authorisations
        left join (select payment_key, sum(amount) as given_back from refunds group by payment_key) as refunds
          using (payment_key)
        where booking_id is not null and ($1 is null or booking_id = any($1)) order by booking_id
        """;

    /// <summary>Everything that is known of each booking id, in order.</summary>
    /// <param name="only">Null for all.</param>
    /// <exception cref="CouldNotCheckException">A database did not answer, or not as expected.</exception>
    public async IAsyncEnumerable<BookingFacts> ReadAsync(
        IReadOnlyCollection<Guid>? only, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var opened = new Opened();
        // Bookings and claims by one snapshot: between them there is nothing to tolerate.
        var snapshot = await opened.BeginAsync("bookings", databases.Bookings, null, cancellationToken);
        var (bookings, claims, payments, tickets, ledger) = (
            opened.ReadAsync("bookings", Bookings, only, BookingOf, cancellationToken),
            opened.BeginAndReadAsync("bookings", databases.Bookings, snapshot, Claims, only, ClaimsOf, cancellationToken),
            opened.BeginAndReadAsync("payments", databases.Payments, null, Payments, only, PaymentOf, cancellationToken),
            opened.BeginAndReadAsync("tickets", databases.Tickets, null, Tickets, only, TicketsOf, cancellationToken),
            opened.BeginAndReadAsync("provider", databases.Provider, null, Ledger, only, LedgerOf, cancellationToken));
        await Task.WhenAll(bookings, claims, payments, tickets, ledger);
        await foreach (var facts in MergeAsync(
            await bookings, await claims, await payments, await tickets, await ledger, cancellationToken))
        {
            yield return facts;
        }
    }

    private static async IAsyncEnumerable<BookingFacts> MergeAsync(
        SortedRows<BookingRow> bookings, SortedRows<ClaimsRow> claims, SortedRows<PaymentRow> payments,
        SortedRows<TicketsRow> tickets, SortedRows<LedgerRow> ledger,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var facts = new BookingFacts();
        while (Smallest(bookings.Next, claims.Next, payments.Next, tickets.Next, ledger.Next) is { } id)
        {
            facts.Id = id;
            await bookings.TakeAsync(id, facts.Bookings, cancellationToken);
            await claims.TakeAsync(id, facts.Claims, cancellationToken);
            await payments.TakeAsync(id, facts.Payments, cancellationToken);
            await tickets.TakeAsync(id, facts.Tickets, cancellationToken);
            await ledger.TakeAsync(id, facts.Ledger, cancellationToken);
            yield return facts;
        }
    }

    private static Guid? Smallest(params ReadOnlySpan<Guid?> ids)
    {
        Guid? smallest = null;
        foreach (var id in ids)
        {
            if (smallest is null || id < smallest) smallest = id ?? smallest;
        }

        return smallest;
    }

    private static BookingRow BookingOf(NpgsqlDataReader row) => new(
        row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetDecimal(5), row.GetString(6),
        row.GetString(7), row.GetGuid(8), row.GetTimeSpan(9), row.GetBoolean(10));

    private static ClaimsRow ClaimsOf(NpgsqlDataReader row) => new(
        row.GetInt32(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetBoolean(5));

    private static PaymentRow PaymentOf(NpgsqlDataReader row) =>
        new(row.GetGuid(1), row.GetDecimal(2), row.GetString(3), row.GetString(4), row.GetDecimal(5), row.GetTimeSpan(6));

    private static TicketsRow TicketsOf(NpgsqlDataReader row) =>
        new(row.GetInt32(1), row.GetInt32(2), row.GetString(3), row.GetDecimal(4));

    private static LedgerRow LedgerOf(NpgsqlDataReader row) => new(
        row.GetGuid(1), row.GetDecimal(2), row.GetString(3), row.GetString(4), row.GetDecimal(5), row.GetTimeSpan(6));

    /// <summary>What one pass has open: closed together, in any order.</summary>
    private sealed class Opened : IAsyncDisposable
    {
        private readonly Lock _lock = new();
        private readonly Stack<IAsyncDisposable> _open = [];
        private NpgsqlConnection? _first;

        /// <summary>Opens a transaction that stays at one moment.</summary>
        /// <param name="snapshot">Another transaction's moment, or null for now.</param>
        /// <returns>The name by which others can join this moment.</returns>
        public async Task<string> BeginAsync(
            string database, NpgsqlDataSource source, string? snapshot, CancellationToken cancellationToken)
        {
            (_first, var name) = await BeginOnAsync(database, source, snapshot, cancellationToken);
            return name;
        }

        /// <summary>Reads in the transaction that was begun first.</summary>
        public Task<SortedRows<TRow>> ReadAsync<TRow>(
            string database, string sql, IReadOnlyCollection<Guid>? only, Func<NpgsqlDataReader, TRow> rowOf,
            CancellationToken cancellationToken)
            where TRow : struct =>
            ReadOnAsync(database, _first!, sql, only, rowOf, cancellationToken);

        public async Task<SortedRows<TRow>> BeginAndReadAsync<TRow>(
            string database, NpgsqlDataSource source, string? snapshot, string sql, IReadOnlyCollection<Guid>? only,
            Func<NpgsqlDataReader, TRow> rowOf, CancellationToken cancellationToken)
            where TRow : struct
        {
            var (connection, _) = await BeginOnAsync(database, source, snapshot, cancellationToken);
            return await ReadOnAsync(database, connection, sql, only, rowOf, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            while (_open.TryPop(out var open)) await open.DisposeAsync();
        }

        private async Task<(NpgsqlConnection Connection, string Snapshot)> BeginOnAsync(
            string database, NpgsqlDataSource source, string? snapshot, CancellationToken cancellationToken)
        {
            try
            {
                var connection = Keep(await source.OpenConnectionAsync(cancellationToken));
                Keep(await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken));
                await using var command = connection.CreateCommand();
                if (snapshot is not null)
                {
                    // A literal, not a parameter; it comes from the server itself.
                    command.CommandText = $"set transaction snapshot '{snapshot}'";
                    await command.ExecuteNonQueryAsync(cancellationToken);
                    return (connection, snapshot);
                }

                command.CommandText = "select pg_export_snapshot()";
                return (connection, (string)(await command.ExecuteScalarAsync(cancellationToken))!);
            }
            catch (NpgsqlException exception)
            {
                throw new CouldNotCheckException(database, exception);
            }
        }

        private async Task<SortedRows<TRow>> ReadOnAsync<TRow>(
            string database, NpgsqlConnection connection, string sql, IReadOnlyCollection<Guid>? only,
            Func<NpgsqlDataReader, TRow> rowOf, CancellationToken cancellationToken)
            where TRow : struct
        {
            try
            {
                var command = Keep(new NpgsqlCommand(sql, connection));
                command.Parameters.Add(new()
                {
                    Value = (object?)only?.ToArray() ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
                });
                var rows = Keep(new SortedRows<TRow>(
                    database, await command.ExecuteReaderAsync(cancellationToken), rowOf));
                await rows.AdvanceAsync(cancellationToken);
                return rows;
            }
            catch (NpgsqlException exception)
            {
                throw new CouldNotCheckException(database, exception);
            }
        }

        private T Keep<T>(T open)
            where T : IAsyncDisposable
        {
            lock (_lock) _open.Push(open);
            return open;
        }
    }
}
