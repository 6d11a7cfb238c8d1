using Dibs.Domain.Bookings;
using Dibs.Domain.Mail;
using Dibs.Domain.Protocols;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Bookings;
using Npgsql;
using NpgsqlTypes;

namespace Dibs.Infrastructure.Participants.Seats;

/// <summary>
/// A swap in the bookings database: the booking's row, then new and old seats together. The row must still have the seats that the
/// swap starts from, so of many that change one booking each follows another. A saga does it in two parts: at the beginning, which is
/// its pivot, it holds the new seats for the booking; at the end it books them, and frees the old ones.
/// </summary>
internal static class ExchangeSeats
{
    // What is being changed by a saga is left to it: its row has a request.
    private const string BeginBooking =
        "update bookings set request = $3 where id = $1 and status = 'confirmed' and seats = $2 and request is null";

    // The mail with the new tickets is due by the statement that gives them, as with a new booking.
    private const string ChangeBooking =
        """
        update bookings set seats = $3, amount = $4, discount = $5, request = null,
                            mail_due_at = case when $6 then clock_timestamp() else mail_due_at end,
                            mail_number = case when $6 then mail_number + 1 else mail_number end, mail_attempts = 0
        where id = $1 and status = 'confirmed' and seats = $2 and (request is not null) = $7
        """;

    // Whose it is does not matter: who swaps on another device than that which booked has a key of their own there.
    private const string EndHold = "delete from holds where id = $1 and seats <@ $2";

    // Without end: the saga's own.
    private const string HoldNew =
        """
        insert into claims (screening_id, seat, state, booking_id, version)
        select $1, seat, 'held', $2, 1 from unnest($3) as seat order by seat collate "C"
        on conflict (screening_id, seat) do update
          set state = 'held', booking_id = $2, hold_id = null, expires_at = null, version = claims.version + 1
          where claims.state = 'free'
             or claims.state = 'held' and (claims.hold_id = $4 or claims.expires_at <= clock_timestamp())
        returning seat, state, version
        """;

    // New and old ones by one statement in order of the seats: so nobody waits for a swap in a circle.
    private const string Exchange =
        """
        insert into claims (screening_id, seat, state, booking_id, version)
        select $1, seat, 'booked', $2, 1 from unnest($3 || $5) as seat order by seat collate "C"
        on conflict (screening_id, seat) do update
          set state = case when excluded.seat = any($3) then 'booked' else 'free' end,
              booking_id = case when excluded.seat = any($3) then $2 end,
              hold_id = null, expires_at = null, version = claims.version + 1
          where case when excluded.seat = any($3)
            then claims.state = 'free' or claims.state = 'held' and (claims.hold_id = $4 or claims.booking_id = $2
                                                                    or claims.expires_at <= clock_timestamp())
            else claims.state = 'booked' and claims.booking_id = $2 end
        returning seat, state, version
        """;

    public static async Task<StepResult> RunInTransactionAsync(
        BookingsContext database, BookingRequest booking, CancellationToken cancellationToken)
    {
        var swap = booking.Change!.Swap!;
        string[] seats = [.. booking.Tickets.Select(ticket => ticket.Seat)];
        string[] gained = [.. seats.Except(swap.From)];
        string[] given = [.. swap.From.Except(seats)];
        await using var batch = BatchFor(database, booking, seats, gained, given);
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            // What was begun in time goes on, whenever it comes to its end.
            var inTime = (await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0)) || booking.Stage == BookingStage.Final;
            await reader.NextResultAsync(cancellationToken);
            var changed = new List<SeatChange>();
            while (await reader.ReadAsync(cancellationToken))
            {
                var state = Enum.Parse<SeatState>(reader.GetString(1), ignoreCase: true);
                changed.Add(new SeatChange(booking.ScreeningId, reader.GetString(0), state, reader.GetInt64(2)));
            }

            if (batch.BatchCommands[1].RecordsAffected == 0) return StepResult.Duplicate.Instance;
            if (!inTime) return new StepResult.Refused(RejectionReason.TooLate);
            string[] lost = [.. gained.Except(changed.Select(change => change.Seat))];
            if (lost.Length > 0) return new StepResult.Refused(RejectionReason.SeatsTaken, lost);
            // Its own old seats are not its own: that is no customer's fault, and not to be made worse.
            return booking.Stage == BookingStage.Tentative || changed.Count == gained.Length + given.Length
                ? new StepResult.Done(changed)
                : new StepResult.Refused(RejectionReason.Unavailable);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return new StepResult.Refused(RejectionReason.SeatsBusy, gained);
        }
    }

    private static NpgsqlBatch BatchFor(
        BookingsContext database, BookingRequest booking, string[] seats, string[] gained, string[] given)
    {
        var batch = new NpgsqlBatch(database.Connection) { BatchCommands = { ReleaseSeats.InTimeFor(booking) } };
        batch.BatchCommands.Add(booking.Stage == BookingStage.Tentative ? Begin(booking) : Change(booking, seats));
        if (booking.HoldId is { } hold && booking.Stage != BookingStage.Final)
            batch.BatchCommands.Add(new(EndHold) { Parameters = { new() { Value = hold }, new() { Value = seats } } });
        var claims = new NpgsqlBatchCommand(booking.Stage == BookingStage.Tentative ? HoldNew : Exchange)
        {
            Parameters =
            {
                new() { Value = booking.ScreeningId },
                new() { Value = booking.BookingId },
                new() { Value = gained },
                new() { Value = booking.HoldId ?? Guid.Empty },
            },
        };
        if (booking.Stage != BookingStage.Tentative) claims.Parameters.Add(new() { Value = given });
        batch.BatchCommands.Add(claims);
        return batch;
    }

    private static NpgsqlBatchCommand Begin(BookingRequest booking) => new(BeginBooking)
    {
        Parameters =
        {
            new() { Value = booking.BookingId },
            new() { Value = booking.Change!.Swap!.From.ToList() },
            // So that any instance can go on with it.
            new() { Value = BookingRequestJson.Write(booking), NpgsqlDbType = NpgsqlDbType.Jsonb },
        },
    };

    private static NpgsqlBatchCommand Change(BookingRequest booking, string[] seats) => new(ChangeBooking)
    {
        Parameters =
        {
            new() { Value = booking.BookingId },
            new() { Value = booking.Change!.Swap!.From.ToList() },
            new() { Value = seats },
            new() { Value = booking.Amount.Amount },
            new() { Value = (object?)booking.Discount?.Amount ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric },
            new() { Value = MailAddresses.CanBeReached(booking.Customer.Email) },
            new() { Value = booking.Stage == BookingStage.Final },
        },
    };
}
