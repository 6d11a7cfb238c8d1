using Npgsql;

namespace Dibs.Infrastructure.Holds;

/// <summary>
/// What LINQ has no words for. Two rules keep holds clear of deadlocks, with each other and with bookings: the hold's own
/// row is locked before any claim, and claims are locked in one pass in the order of their seats.
/// </summary>
internal static class HoldStatements
{
    public const string SalesOpen =
        "select starts_at > clock_timestamp() and not sales_stopped from screenings where id = $1";

    // The update changes nothing. It locks the row that is there, so that two tabs of one customer take turns.
    public const string LockOrAdd =
        """
        insert into holds (id, screening_id, customer_key, seats, expires_at, extensions, checkout_key)
        values (gen_random_uuid(), $1, $2, '{}', clock_timestamp() + $3, 0, gen_random_uuid())
        on conflict (customer_key, screening_id) do update set customer_key = excluded.customer_key
        returning id, seats, expires_at <= clock_timestamp()
        """;

    private const string Columns =
        "id, screening_id, seats, expires_at, expires_at - clock_timestamp(), extensions, name, email, checkout_key";

    public const string Change =
        $"""
        update holds set
          checkout_key = case when $3 or seats <> $2 then gen_random_uuid() else checkout_key end,
          seats = $2,
          expires_at = case when $3 then clock_timestamp() + $4 else expires_at end,
          extensions = case when $3 then 0 else extensions end
        where id = $1
        returning {Columns}
        """;

    // $3: the hold's seats before and after together; $4: those after. Seats of the hold that stay are not written.
    public const string ChangeClaims =
        """
        with hold as materialized (select id, expires_at from holds where id = $2)
        insert into claims (screening_id, seat, state, hold_id, expires_at, version)
        select $1, seat, 'held', hold.id, hold.expires_at, 1
        from hold, unnest($3) as seat order by seat collate "C"
        on conflict (screening_id, seat) do update set
          state = case when claims.seat = any($4) then 'held' else 'free' end,
          hold_id = case when claims.seat = any($4) then excluded.hold_id end,
          expires_at = case when claims.seat = any($4) then excluded.expires_at end,
          booking_id = null,
          version = claims.version + 1
        where case when claims.seat = any($4)
          then claims.state = 'free'
            or claims.state = 'held' and (claims.expires_at <= clock_timestamp()
                                          or claims.hold_id = $2 and claims.expires_at <> excluded.expires_at)
          else claims.state = 'held' and claims.hold_id = $2 end
        returning screening_id, seat, state, version
        """;

    public const string ClaimsOfHold =
        "select seat from claims where screening_id = $1 and hold_id = $2 and state = 'held'";

    public const string Extend =
        $"""
        update holds set expires_at = clock_timestamp() + $3, extensions = extensions + 1
        where id = $1 and customer_key = $2 and expires_at > clock_timestamp() and extensions < $4
        returning {Columns}
        """;

    public const string ExtendClaims =
        """
        with mine as materialized (
          select screening_id, seat from claims where hold_id = $1 and state = 'held' order by seat collate "C" for update)
        update claims set expires_at = $2 from mine where claims.screening_id = mine.screening_id and claims.seat = mine.seat
        """;

    public const string Remove = "delete from holds where id = $1 and customer_key = $2";

    public const string FreeClaims =
        """
        with mine as materialized (
          select screening_id, seat from claims where hold_id = $1 and state = 'held' order by seat collate "C" for update)
        update claims set state = 'free', hold_id = null, booking_id = null, expires_at = null, version = version + 1
        from mine where claims.screening_id = mine.screening_id and claims.seat = mine.seat
        returning claims.screening_id, claims.seat, 'free', version
        """;

    // Without waiting, for what somebody has locked too long: a seat that is being booked out of this hold.
    public static readonly string FreeClaimsNotInUse = FreeClaims.Replace("for update", "for update skip locked");

    public const string ClaimsThere = "select seat from claims where screening_id = $1 and seat = any($2)";

    public const string ClaimsToBeHad =
        """
        select seat from claims
        where screening_id = $1 and seat = any($2)
          and (state = 'free' or state = 'held' and (expires_at <= clock_timestamp() or hold_id in
                (select id from holds where customer_key = $3 and screening_id = $1)))
        for update skip locked
        """;

    // Those who want the best seats choose one after the other, so that no two want the same. Who clicks on a seat or books
    // does not wait here. Longer than the usual wait for a lock: it is a queue, and each in it is quick.
    public const string WaitToChoose = "select pg_advisory_xact_lock(1684627059, $1)";

    public const string WaitLonger = "set local lock_timeout = '10s'";

    // Then the queue is not to stand still because one seat of it is being booked: other seats are as good.
    public const string WaitShortly = "set local lock_timeout = '100ms'";

    // A seat that is kept for a booking has no time at which it expires.
    public const string NotToBeHad =
        """
        select seat from claims where screening_id = $1 and state <> 'free'
          and not (state = 'held' and coalesce(expires_at <= clock_timestamp() or hold_id = $2, false))
        """;

    // Of two who choose in one row at once, the second sees what the first has. After the claims, so that nobody waits for a seat
    // while others wait for them here; in one order, so that nobody waits in a circle. Bookings are not asked to wait.
    public const string WaitForRows =
        """
        select pg_advisory_xact_lock(key)
        from (select distinct hashtextextended('dibs row ' || $1 || ' ' || name, 0) as key from unnest($2) as name order by 1) as row
        """;

    public static readonly string NotToBeHadOf = NotToBeHad + " and seat = any($3)";

    /// <summary>A statement with its parameters, $1 first.</summary>
    public static NpgsqlBatchCommand With(this string statement, params ReadOnlySpan<object> parameters)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }

    /// <summary>Statements that go to the server together.</summary>
    public static NpgsqlBatch Batch(this NpgsqlConnection connection, params ReadOnlySpan<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        return batch;
    }
}
