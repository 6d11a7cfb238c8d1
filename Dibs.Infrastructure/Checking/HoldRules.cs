namespace Dibs.Infrastructure.Checking;

/// <summary>
/// I8: a hold keeps its seats until its time is over and not longer. That an expired claim counts no more is in every
/// statement that takes or shows seats, and tested there; here is looked for claims that outlive their reason.
/// </summary>
internal static class HoldRules
{
    private const string Outlived =
        """
        select claims.screening_id, seat, booking_id,
               case when holds.id is null and hold_id is not null then 'by a hold that does not exist'
                    when holds.expires_at <= now() then 'by a hold that ended at ' || holds.expires_at
                    else 'without end, and not for a booking' end
        from claims left join holds on holds.id = claims.hold_id
        where state = 'held' and (claims.expires_at is null or claims.expires_at > now())
          and (hold_id is not null and holds.id is null
               or holds.expires_at <= now() and claims.booking_id is null
               or claims.expires_at is null and booking_id is null)
        order by 1, 2 limit $1
        """;

    public static Task<List<Violation>> CheckAsync(
        CheckedDatabases databases, CheckOptions options, CancellationToken cancellationToken) =>
        CheckedDatabases.QueryAsync(
            "bookings", databases.Bookings, Outlived,
            row => new Violation("I8", row.IsDBNull(2) ? null : row.GetGuid(2),
                $"seat {row.GetString(1)} of screening {row.GetInt32(0)} is held {row.GetString(3)}"),
            cancellationToken, options.NameAtMost);
}
