using Dibs.Domain.Bookings;
using Dibs.Domain.Mail;
using Dibs.Domain.Protocols;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Bookings;
using Npgsql;
using NpgsqlTypes;

namespace Dibs.Infrastructure.Participants.Seats;

/// <summary>
/// A cancellation in the bookings database: the booking's row, then its seats. The row leaves <i>confirmed</i> once, so of many
/// that cancel one booking only one does, and the others find that it is no more what it was. A saga does it in two parts: the row
/// at the beginning, which is its pivot, the seats at the end.
/// </summary>
internal static class ReleaseSeats
{
    // The clock is the database's, as it is for the sale.
    private const string InTime =
        """
        select $2 is null or screening.starts_at > clock_timestamp() + $2
        from bookings booking join screenings screening on screening.id = booking.screening_id
        where booking.id = $1
        """;

    // A confirmed one with a request is being changed by a saga, which comes to its end first. The mail that says that it is cancelled
    // is due by the statement that makes it so.
    private const string EndBooking =
        """
        update bookings set status = $3, request = $4,
                            ended_at = case when $3 = 'cancelled' then clock_timestamp() else ended_at end,
                            mail_due_at = case when $5 then clock_timestamp() else mail_due_at end,
                            mail_number = case when $5 then mail_number + 1 else mail_number end,
                            mail_attempts = case when $5 then 0 else mail_attempts end
        where id = $1 and status = $2 and (request is null or $2 = 'cancelling')
        """;

    // In order of the seats, as everywhere.
    private const string FreeClaims =
        """
        with mine as materialized (
          select screening_id, seat from claims where booking_id = $1 and state = 'booked' order by seat collate "C" for update)
        update claims set state = 'free', booking_id = null, hold_id = null, expires_at = null, version = version + 1
        from mine where claims.screening_id = mine.screening_id and claims.seat = mine.seat
        returning claims.screening_id, claims.seat, claims.version
        """;

    public static async Task<StepResult> RunInTransactionAsync(
        BookingsContext database, BookingRequest booking, CancellationToken cancellationToken)
    {
        await using var batch = BatchFor(database, booking);
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            // What was begun in time goes on, whenever it comes to its end.
            var inTime = (await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0)) || booking.Stage == BookingStage.Final;
            await reader.NextResultAsync(cancellationToken);
            var freed = new List<SeatChange>();
            while (await reader.ReadAsync(cancellationToken))
                freed.Add(new SeatChange(reader.GetInt32(0), reader.GetString(1), SeatState.Free, reader.GetInt64(2)));

            if (batch.BatchCommands[1].RecordsAffected == 0) return StepResult.Duplicate.Instance;
            return inTime ? new StepResult.Done(freed) : new StepResult.Refused(RejectionReason.TooLate);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return new StepResult.Refused(RejectionReason.SeatsBusy);
        }
    }

    /// <summary>Whether a change comes in time: one row with a boolean, or none where there is no such booking.</summary>
    public static NpgsqlBatchCommand InTimeFor(BookingRequest booking) => new(InTime)
    {
        Parameters =
        {
            new() { Value = booking.BookingId },
            new() { Value = (object?)booking.Change!.Until ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval },
        },
    };

    private static NpgsqlBatch BatchFor(BookingsContext database, BookingRequest booking)
    {
        var (from, to) = booking.Stage switch
        {
            BookingStage.Tentative => ("confirmed", "cancelling"),
            BookingStage.Final => ("cancelling", "cancelled"),
            _ => ("confirmed", "cancelled"),
        };
        // So that any instance can go on with it.
        object request = booking.Stage == BookingStage.Tentative ? BookingRequestJson.Write(booking) : DBNull.Value;
        var id = booking.BookingId;
        var batch = new NpgsqlBatch(database.Connection)
        {
            BatchCommands =
            {
                InTimeFor(booking),
                new(EndBooking)
                {
                    Parameters =
                    {
                        new() { Value = id },
                        new() { Value = from },
                        new() { Value = to },
                        new() { Value = request, NpgsqlDbType = NpgsqlDbType.Jsonb },
                        new() { Value = to == "cancelled" && MailAddresses.CanBeReached(booking.Customer.Email) },
                    },
                },
            },
        };
        if (booking.Stage != BookingStage.Tentative)
            batch.BatchCommands.Add(new(FreeClaims) { Parameters = { new() { Value = id } } });
        return batch;
    }
}
