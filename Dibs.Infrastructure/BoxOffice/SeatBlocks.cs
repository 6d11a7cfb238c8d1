using Dibs.Domain.BoxOffice;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Staff;
using Npgsql;

namespace Dibs.Infrastructure.BoxOffice;

/// <summary>
/// Blocks are claims like any other, so the key that keeps a seat from being sold twice keeps a blocked one from being sold, and the other way
/// round. One transaction: the seats in order, the audit.
/// </summary>
internal sealed class SeatBlocks(DataSources databases, ISeatChangeFeed feed) : ISeatBlocks
{
    // Only what is free: an expired hold is as good as none. In order of the seats, as everywhere.
    private const string Block =
        """
        insert into claims (screening_id, seat, state, version)
        select $1, seat, 'blocked', 1 from unnest($2) as seat order by seat collate "C"
        on conflict (screening_id, seat) do update
          set state = 'blocked', booking_id = null, hold_id = null, expires_at = null, version = claims.version + 1
          where claims.state = 'free' or claims.state = 'held' and claims.expires_at <= clock_timestamp()
        returning seat, state, version
        """;

    private const string Unblock =
        """
        with blocked as materialized (
          select screening_id, seat from claims
          where screening_id = $1 and seat = any($2) and state = 'blocked' order by seat collate "C" for update)
        update claims set state = 'free', booking_id = null, hold_id = null, expires_at = null, version = version + 1
        from blocked where claims.screening_id = blocked.screening_id and claims.seat = blocked.seat
        returning claims.seat, claims.state, claims.version
        """;

    // A held seat whose time is over is free. Of a blocked one the audit knows who and why.
    private const string Find =
        """
        select wanted.seat,
               case when claim.state = 'held' and claim.expires_at <= clock_timestamp() then 'free' else coalesce(claim.state, 'free') end,
               booking.reference, claim.expires_at, note.actor_name, note.reason, note.at
        from unnest($2) as wanted (seat)
        left join claims claim on claim.screening_id = $1 and claim.seat = wanted.seat
        left join bookings booking on booking.id = claim.booking_id
        left join lateral (
          select actor_name, reason, at from audit
          where claim.state = 'blocked' and action = 'seats.blocked' and subject = 'screening ' || $1 and after -> 'seats' ? wanted.seat
          order by id desc limit 1) note on true
        order by wanted.seat collate "C"
        """;

    public Task<BlockResult> BlockAsync(
        int screeningId, IReadOnlyCollection<string> seats, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(Block, screeningId, seats, audit, cancellationToken);

    public Task<BlockResult> UnblockAsync(
        int screeningId, IReadOnlyCollection<string> seats, AuditEntry audit, CancellationToken cancellationToken) =>
        ChangeAsync(Unblock, screeningId, seats, audit, cancellationToken);

    public async Task<DeskSeat> FindAsync(int screeningId, string seat, CancellationToken cancellationToken)
    {
        await using var connection = await databases.Bookings.OpenConnectionAsync(cancellationToken);
        return (await FindAsync(connection, screeningId, [seat], cancellationToken))[0];
    }

    private async Task<BlockResult> ChangeAsync(
        string statement, int screeningId, IReadOnlyCollection<string> seats, AuditEntry audit, CancellationToken cancellationToken)
    {
        await using var connection = await databases.Bookings.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var changed = await ChangeAsync(connection, statement, screeningId, seats, cancellationToken);
            if (changed.Count == seats.Count)
            {
                await connection.WriteAuditAsync(audit, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                feed.Publish(changed);
                return BlockResult.Done.Instance;
            }

            await transaction.RollbackAsync(cancellationToken);
            return new BlockResult.Refused(await FindAsync(
                connection, screeningId, [.. seats.Except(changed.Select(change => change.Seat))], cancellationToken));
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return new BlockResult.Busy();
        }
    }

    private static async Task<List<SeatChange>> ChangeAsync(
        NpgsqlConnection connection, string statement, int screeningId, IReadOnlyCollection<string> seats,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection)
        {
            Parameters = { new() { Value = screeningId }, new() { Value = seats.ToArray() } },
        };
        var changed = new List<SeatChange>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var state = Enum.Parse<SeatState>(row.GetString(1), ignoreCase: true);
            changed.Add(new SeatChange(screeningId, row.GetString(0), state, row.GetInt64(2)));
        }

        return changed;
    }

    private static async Task<List<DeskSeat>> FindAsync(
        NpgsqlConnection connection, int screeningId, string[] seats, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Find, connection)
        {
            Parameters = { new() { Value = screeningId }, new() { Value = seats } },
        };
        var found = new List<DeskSeat>();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var state = Enum.Parse<SeatState>(row.GetString(1), ignoreCase: true);
            found.Add(new DeskSeat(
                row.GetString(0), state,
                state != SeatState.Free && !row.IsDBNull(2) ? row.GetString(2) : null,
                state == SeatState.Held && !row.IsDBNull(3) ? row.GetFieldValue<DateTimeOffset>(3) : null,
                row.IsDBNull(4)
                    ? null
                    : new BlockNote(row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5), row.GetFieldValue<DateTimeOffset>(6))));
        }

        return found;
    }
}
