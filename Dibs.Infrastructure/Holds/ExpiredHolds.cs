using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Databases;
using Npgsql;

namespace Dibs.Infrastructure.Holds;

/// <summary>
/// Frees the seats of holds that have expired, and forgets holds a day later. Nobody needs it to get a seat: an expired one
/// is taken over where it is claimed. It is for those who look, and for tidy tables.
/// </summary>
internal sealed class ExpiredHolds(DataSources databases, ISeatChangeFeed feed)
{
    private const int Batch = 500;

    // "skip locked": what somebody is taking over this moment is left to them, and instances do not wait for each other.
    private const string Free =
        """
        with expired as materialized (
          select screening_id, seat from claims where state = 'held' and expires_at <= clock_timestamp()
          order by screening_id, seat collate "C" limit $1 for update skip locked)
        update claims set state = 'free', hold_id = null, booking_id = null, expires_at = null, version = version + 1
        from expired where claims.screening_id = expired.screening_id and claims.seat = expired.seat
        returning claims.screening_id, claims.seat, 'free', version
        """;

    // Until then the hold remembers which seats to try again, and what was typed in.
    private const string Forget =
        """
        delete from holds where id in (
          select id from holds where expires_at < clock_timestamp() - interval '1 day'
          order by expires_at limit $1 for update skip locked)
        """;

    /// <summary>One round.</summary>
    /// <returns>Seats freed and holds forgotten.</returns>
    public async Task<(int Freed, int Forgotten)> RunOnceAsync(CancellationToken cancellationToken)
    {
        var (freed, forgotten) = (0, 0);
        for (var more = true; more;)
        {
            var seats = await FreeAsync(cancellationToken);
            feed.Publish(seats);
            var holds = await ForgetAsync(cancellationToken);
            freed += seats.Count;
            forgotten += holds;
            more = seats.Count == Batch || holds == Batch;
        }

        return (freed, forgotten);
    }

    private async Task<List<SeatChange>> FreeAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Free);
        command.Parameters.Add(new NpgsqlParameter { Value = Batch });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadChangesAsync(cancellationToken);
    }

    private async Task<int> ForgetAsync(CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(Forget);
        command.Parameters.Add(new NpgsqlParameter { Value = Batch });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
