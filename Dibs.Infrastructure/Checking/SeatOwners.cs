namespace Dibs.Infrastructure.Checking;

/// <summary>
/// Tells a seat that a booking lacks from one that is sold twice: the first is half a booking (I2), the second is two
/// customers on one seat (I1). Asked only for seats that something is wrong with.
/// </summary>
internal static class SeatOwners
{
    private const string Owner =
        """
        select seat, booking_id from claims
        where screening_id = $1 and seat = any($2) and state = 'booked' and booking_id <> $3
        """;

    public static async Task<List<Violation>> NameAsync(
        CheckedDatabases databases, IReadOnlyList<Violation> violations, CancellationToken cancellationToken)
    {
        var named = new List<Violation>();
        foreach (var violation in violations)
        {
            named.Add(violation);
            if (violation is not { Questioned: { } questioned, Booking: { } booking }) continue;
            named.AddRange(await CheckedDatabases.QueryAsync(
                "bookings", databases.Bookings, Owner,
                row => new Violation("I1", booking,
                    $"seat {row.GetString(0)} of screening {questioned.Screening} belongs to booking {row.GetGuid(1)} too"),
                cancellationToken, questioned.Screening, questioned.Seats.ToArray(), booking));
        }

        return named;
    }
}
