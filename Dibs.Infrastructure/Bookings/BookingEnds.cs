using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Databases;
using Npgsql;
using NpgsqlTypes;

namespace Dibs.Infrastructure.Bookings;

/// <summary>
/// The writes about bookings that no protocol does: rejected, pending, and pending no more. Each is one statement, so it
/// is there or not there; a crash cannot leave half of one.
/// </summary>
internal sealed class BookingEnds(DataSources databases, ISeatChangeFeed feed)
{
    /// <summary>
    /// How long the seats of a pending booking are kept for it: more than the 60 s in which it ends when all is up. After
    /// that somebody else may have them; then the payment is voided.
    /// </summary>
    public static readonly TimeSpan KeepSeats = TimeSpan.FromSeconds(90);

    /// <summary>The payment company is asked again after this; before it would only be busy with the first question.</summary>
    public static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    private const string SaveRejected =
        """
        insert into bookings (id, reference, request_hash, screening_id, protocol, customer_name, customer_email,
                              customer_key, amount, currency, seats, payment_key, voucher, discount,
                              status, reason, lost_seats, ended_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'rejected', $15, $16, clock_timestamp())
        on conflict do nothing
        """;

    // Its seats were free for a moment, after the protocol's rollback, and so was its voucher's use. What somebody took in
    // that moment is left to them, and the booking is pending all the same: its payment has to be brought to an end.
    private const string SavePending =
        """
        with saved as (
          insert into bookings (id, reference, request_hash, screening_id, protocol, customer_name, customer_email,
                                customer_key, amount, currency, seats, payment_key, voucher, discount,
                                status, request, wake_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'pending', $15, clock_timestamp() + $16)
          on conflict do nothing
          returning id),
        kept as (
          insert into claims (screening_id, seat, state, booking_id, expires_at, version)
          select $4, seat, 'held', saved.id, clock_timestamp() + $17, 1
          from saved, unnest($11) as seat order by seat collate "C"
          on conflict (screening_id, seat) do update
            set state = 'held', booking_id = excluded.booking_id, hold_id = null, expires_at = excluded.expires_at,
                version = claims.version + 1
            where claims.state = 'free'
               or claims.state = 'held' and (claims.hold_id = $18 or claims.expires_at <= clock_timestamp())
          returning screening_id, seat, state, version),
        use as materialized (
          select code, number from voucher_uses where code = $13 and booking_id is null order by number limit 1
          for update skip locked),
        used as (
          update voucher_uses set booking_id = saved.id from saved, use
          where voucher_uses.code = use.code and voucher_uses.number = use.number)
        select kept.screening_id, kept.seat, kept.state, kept.version from saved left join kept on true
        """;

    // One that its customer cancels is not rejected but cancelled. A trigger gives the voucher's use back. The seats go back to the
    // customer's hold if it lives, as they do after a rejection by a protocol, whose rollback
    // leaves the hold as it was: who was declined tries another card. Locked in order of the seats, as everywhere.
    private const string RejectPending =
        """
        with ended as (
          update bookings set status = case when $2 = 'Cancelled' then 'cancelled' else 'rejected' end,
                              reason = nullif($2, 'Cancelled'), lost_seats = $3, request = null, wake_at = null,
                              ended_at = clock_timestamp()
          where id = $1 and status = 'pending'
          returning id, screening_id, customer_key),
        mine as (
          select claim.screening_id, claim.seat, hold.id as hold_id, hold.expires_at
          from ended
          join claims claim on claim.booking_id = ended.id and claim.state = 'held'
          left join holds hold on hold.customer_key = ended.customer_key and hold.screening_id = ended.screening_id
                              and hold.expires_at > clock_timestamp() and claim.seat = any(hold.seats)
          order by claim.seat collate "C"
          for update of claim),
        let_go as (
          update claims set state = case when mine.hold_id is null then 'free' else 'held' end,
                            booking_id = null, hold_id = mine.hold_id, expires_at = mine.expires_at,
                            version = claims.version + 1
          from mine where claims.screening_id = mine.screening_id and claims.seat = mine.seat
          returning claims.screening_id, claims.seat, claims.state, claims.version)
        select let_go.screening_id, let_go.seat, let_go.state, let_go.version from ended left join let_go on true
        """;

    // "skip locked": two instances that look at once get different ones.
    private const string TakeDue =
        """
        update bookings set wake_at = clock_timestamp() + $1
        where id in (
          select id from bookings where status = 'pending' and wake_at <= clock_timestamp()
          order by wake_at limit $2 for update skip locked)
        returning id, request, clock_timestamp() - created_at
        """;

    /// <returns>False where there was a booking of that id already.</returns>
    public async Task<bool> SaveRejectedAsync(
        BookingRequest booking, BookingOutcome.Rejected outcome, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(SaveRejected);
        AddBooking(command.Parameters, booking);
        AddRejection(command.Parameters, outcome);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <returns>False where there was a booking of that id already.</returns>
    public async Task<bool> SavePendingAsync(BookingRequest booking, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(SavePending);
        AddBooking(command.Parameters, booking);
        command.Parameters.Add(new()
        {
            Value = BookingRequestJson.Write(booking),
            NpgsqlDbType = NpgsqlDbType.Jsonb,
        });
        command.Parameters.Add(new() { Value = FirstLook });
        command.Parameters.Add(new() { Value = KeepSeats });
        command.Parameters.Add(new() { Value = booking.HoldId ?? Guid.Empty });
        return await PublishAsync(command, cancellationToken);
    }

    /// <returns>False where it was not pending any more.</returns>
    public async Task<bool> RejectPendingAsync(
        Guid bookingId, BookingOutcome.Rejected outcome, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(RejectPending);
        AddRejectPending(command.Parameters, bookingId, outcome);
        return await PublishAsync(command, cancellationToken);
    }

    /// <summary>The same in a transaction that has ended the booking's saga.</summary>
    /// <returns>The seats that were let go, to be told after the commit.</returns>
    public static async Task<IReadOnlyList<SeatChange>> RejectPendingInTransactionAsync(
        NpgsqlConnection connection,
        Guid bookingId,
        BookingOutcome.Rejected outcome,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(RejectPending, connection);
        AddRejectPending(command.Parameters, bookingId, outcome);
        var (found, changes) = await ReadAsync(command, cancellationToken);
        return found ? changes : throw new InvalidOperationException($"Booking {bookingId}: its saga is open, but it is not pending.");
    }

    public async Task<List<(Guid Id, string Request, TimeSpan Age)>> TakeDueAsync(
        TimeSpan again, int atMost, CancellationToken cancellationToken)
    {
        await using var command = databases.Bookings.CreateCommand(TakeDue);
        command.Parameters.Add(new() { Value = again });
        command.Parameters.Add(new() { Value = atMost });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<(Guid, string, TimeSpan)>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add((reader.GetGuid(0), reader.GetString(1), reader.GetTimeSpan(2)));
        return due;
    }

    /// <summary>Runs one of the statements that change a booking and its seats, and tells those who look.</summary>
    /// <returns>False where there was no booking to change.</returns>
    private async Task<bool> PublishAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var (found, changes) = await ReadAsync(command, cancellationToken);
        if (changes.Count > 0) feed.Publish(changes);
        return found;
    }

    /// <summary>A booking whose seats are all lost is a row without a seat.</summary>
    private static async Task<(bool Found, IReadOnlyList<SeatChange> Changes)> ReadAsync(
        NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var found = false;
        var changes = new List<SeatChange>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found = true;
            if (await reader.IsDBNullAsync(0, cancellationToken)) continue;
            var state = Enum.Parse<SeatState>(reader.GetString(2), ignoreCase: true);
            changes.Add(new SeatChange(reader.GetInt32(0), reader.GetString(1), state, reader.GetInt64(3)));
        }

        return (found, changes);
    }

    private static void AddRejectPending(
        NpgsqlParameterCollection parameters, Guid bookingId, BookingOutcome.Rejected outcome)
    {
        parameters.Add(new() { Value = bookingId });
        AddRejection(parameters, outcome);
    }

    private static void AddBooking(NpgsqlParameterCollection parameters, BookingRequest booking)
    {
        parameters.Add(new() { Value = booking.BookingId });
        parameters.Add(new() { Value = booking.Reference });
        parameters.Add(new() { Value = booking.RequestHash });
        parameters.Add(new() { Value = booking.ScreeningId });
        parameters.Add(new() { Value = booking.Protocol });
        parameters.Add(new() { Value = booking.Customer.Name });
        parameters.Add(new() { Value = booking.Customer.Email });
        parameters.Add(new() { Value = booking.Customer.Key });
        parameters.Add(new() { Value = booking.Amount.Amount });
        parameters.Add(new() { Value = booking.Amount.Currency });
        parameters.Add(new() { Value = booking.Tickets.Select(ticket => ticket.Seat).ToArray() });
        parameters.Add(new() { Value = booking.PaymentKey });
        parameters.Add(new()
        {
            Value = (object?)booking.Discount?.Voucher ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Text,
        });
        parameters.Add(new()
        {
            Value = (object?)booking.Discount?.Amount ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Numeric,
        });
    }

    private static void AddRejection(NpgsqlParameterCollection parameters, BookingOutcome.Rejected outcome)
    {
        parameters.Add(new() { Value = outcome.Reason.ToString() });
        parameters.Add(new() { Value = outcome.Seats.ToArray() });
    }
}
