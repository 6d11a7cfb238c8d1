namespace Dibs.Infrastructure.Checking;

/// <summary>
/// I1 and I7 are kept by unique keys. Where a key is there and valid the server vouches for it; where it is not that is
/// a violation by itself, and the rows are looked at too.
/// </summary>
internal static class UniqueKeys
{
    private const string HasKey =
        """
        select exists (
          select from pg_index
          where indrelid = to_regclass($1) and indisunique and indisvalid and indexprs is null
            and coalesce(pg_get_expr(indpred, indrelid), '') = $3
            and (select array_agg(attname::text order by attname) from pg_attribute
                 where attrelid = indrelid and attnum = any(indkey)) = $2)
        """;

    private const string DoubleClaims =
        """
        select screening_id, seat, count(*), min(booking_id::text) from claims
        where state in ('booked', 'blocked') or state = 'held' and (expires_at is null or expires_at > now())
        group by screening_id, seat having count(*) > 1
        """;

    private static readonly (string Database, string Table, string[] Columns, string Where, string Invariant)[] Keys =
    [
        ("bookings", "claims", ["screening_id", "seat"], "", "I1"),
        ("bookings", "bookings", ["id"], "", "I7"),
        ("payments", "payments", ["booking_id"], "", "I7"),
        ("tickets", "tickets", ["booking_id", "seat"], "((state)::text = 'issued'::text)", "I7"),
        ("tickets", "check_ins", ["ticket_code"], "", "I9"),
    ];

    public static async Task<List<Violation>> CheckAsync(CheckedDatabases databases, CancellationToken cancellationToken)
    {
        var found = new List<Violation>();
        foreach (var (database, table, columns, where, invariant) in Keys)
        {
            var source = databases.Participants.Single(participant => participant.Name == database).Source;
            var exists = await CheckedDatabases.QueryAsync(
                database, source, HasKey, row => row.GetBoolean(0), cancellationToken, table, columns, where);
            if (exists is [true]) continue;
            found.Add(new(invariant, null,
                $"table {table} has no valid unique index on ({string.Join(", ", columns)}): nothing stops a second row"));
            if (table == "claims") found.AddRange(await DoubleClaimsAsync(databases, cancellationToken));
        }

        return found;
    }

    /// <summary>The rows that the claims' key would have kept out. Those of the other tables the merge meets by itself.</summary>
    private static Task<List<Violation>> DoubleClaimsAsync(
        CheckedDatabases databases, CancellationToken cancellationToken) =>
        CheckedDatabases.QueryAsync(
            "bookings", databases.Bookings, DoubleClaims,
            row => new Violation(
                "I1", row.IsDBNull(3) ? null : Guid.Parse(row.GetString(3)),
                $"seat {row.GetString(1)} of screening {row.GetInt32(0)} has {row.GetInt64(2)} live claims"),
            cancellationToken);
}
