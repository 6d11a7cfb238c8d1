using Dibs.Domain.Bookings;
using Dibs.Domain.Languages;
using Dibs.Domain.Mail;
using Dibs.Domain.Protocols;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Bookings;
using Dibs.Infrastructure.Vouchers;
using Npgsql;
using NpgsqlTypes;

namespace Dibs.Infrastructure.Participants.Seats;

/// <summary>
/// Step 1: the booking's row, its seats and its voucher's use. One round trip. The booking's primary key is the fence against the same
/// wish twice, the claims' primary key the one against the same seat twice. What a cancellation makes of them is <see cref="ReleaseSeats"/>.
/// </summary>
internal sealed class ReserveSeats : IBookingStep<BookingsContext>
{
    // The clock is the database's: an instance whose clock is wrong sells nothing that has begun.
    private const string SalesOpen =
        "select starts_at > clock_timestamp() and not sales_stopped from screenings where id = $1";

    // A pending booking that comes to its end becomes a confirmed one; any other that is there is a duplicate. The mail with the
    // tickets is due by the same statement that confirms, whichever protocol says it: neither can be without the other.
    private const string InsertBooking =
        """
        insert into bookings (id, reference, request_hash, screening_id, status, protocol, customer_name, customer_email,
                              customer_key, amount, currency, seats, payment_key, ended_at, request, voucher, discount, mail_due_at, language)
        values ($1, $2, $3, $4, case when $14::jsonb is null then 'confirmed' else 'pending' end, $5, $6, $7, $8, $9, $10, $11, $12,
                case when $14::jsonb is null then clock_timestamp() end, $14, $15, $16, case when $17 then clock_timestamp() end, $18)
        on conflict (id) do update set status = 'confirmed', request = null, wake_at = null, ended_at = clock_timestamp(),
                                       mail_due_at = excluded.mail_due_at, language = excluded.language
          where bookings.status = 'pending' and $13
        """;

    // The customer's hold has done its work. Before the claims, because whoever changes a hold locks it first, too. One that
    // keeps more seats than are booked stays, so that the others can be let go. A tentative booking leaves it too: where the
    // booking is rejected the seats go back to it.
    private const string EndHold = "delete from holds where id = $1 and customer_key = $2 and seats <@ $3";

    // In order of the seats, so that two bookings never wait for each other in a circle. An expired hold is taken over
    // here and now: no sweeper is waited for.
    private const string ClaimSeats =
        """
        insert into claims (screening_id, seat, state, booking_id, version)
        select $1, seat, $5, $2, 1 from unnest($3) as seat order by seat collate "C"
        on conflict (screening_id, seat) do update
          set state = $5, booking_id = $2, hold_id = null, expires_at = null, version = claims.version + 1
          where claims.state = 'free'
             or claims.state = 'held' and (claims.hold_id = $4 or claims.booking_id = $2
                                           or claims.expires_at <= clock_timestamp())
        returning seat, version
        """;

    public Step Step => Step.ReserveSeats;

    /// <summary>The statements of this step, in order; the benchmark's floor says the same ones.</summary>
    public static NpgsqlBatchCommand[] CommandsFor(BookingRequest booking)
    {
        var seats = booking.Tickets.Select(ticket => ticket.Seat).ToArray();
        var tentative = booking.Stage == BookingStage.Tentative;
        return
        [
            new(SalesOpen) { Parameters = { new() { Value = booking.ScreeningId } } },
            new(InsertBooking)
            {
                Parameters =
                {
                    new() { Value = booking.BookingId },
                    new() { Value = booking.Reference },
                    new() { Value = booking.RequestHash },
                    new() { Value = booking.ScreeningId },
                    new() { Value = booking.Protocol },
                    new() { Value = booking.Customer.Name },
                    new() { Value = booking.Customer.Email },
                    new() { Value = booking.Customer.Key },
                    new() { Value = booking.Amount.Amount },
                    new() { Value = booking.Amount.Currency },
                    new() { Value = seats },
                    new() { Value = booking.PaymentKey },
                    new() { Value = booking.Stage == BookingStage.Final },
                    new()
                    {
                        Value = tentative ? BookingRequestJson.Write(booking) : DBNull.Value,
                        NpgsqlDbType = NpgsqlDbType.Jsonb,
                    },
                    new() { Value = (object?)booking.Discount?.Voucher ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    new() { Value = (object?)booking.Discount?.Amount ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric },
                    new() { Value = !tentative && MailAddresses.CanBeReached(booking.Customer.Email) },
                    // A request that was kept before there were languages has none.
                    new() { Value = Language.Of(booking.Language).Code },
                },
            },
            .. booking.HoldId is { } hold && !tentative ? [EndOf(hold, booking, seats)] : Array.Empty<NpgsqlBatchCommand>(),
            new(ClaimSeats)
            {
                Parameters =
                {
                    new() { Value = booking.ScreeningId },
                    new() { Value = booking.BookingId },
                    new() { Value = seats },
                    new() { Value = booking.HoldId ?? Guid.Empty },
                    new() { Value = tentative ? "held" : "booked" },
                },
            },
            .. booking.Discount is { } discount ? [UseOf(discount.Voucher, booking)] : Array.Empty<NpgsqlBatchCommand>(),
        ];
    }

    public async Task<StepResult> ApplyInTransactionAsync(
        BookingsContext database, BookingRequest booking, CancellationToken cancellationToken)
    {
        if (booking.Change is not null) return await ReleaseSeats.RunInTransactionAsync(database, booking, cancellationToken);

        var seats = booking.Tickets.Select(ticket => ticket.Seat).ToArray();
        await using var batch = BatchFor(database, booking);
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            // What was pending was sold in time, whenever it comes to its end.
            var open = (await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0)) || booking.Stage == BookingStage.Final;
            await reader.NextResultAsync(cancellationToken);
            var state = booking.Stage == BookingStage.Tentative ? SeatState.Held : SeatState.Booked;
            var claimed = new List<SeatChange>(seats.Length);
            while (await reader.ReadAsync(cancellationToken))
                claimed.Add(new SeatChange(booking.ScreeningId, reader.GetString(0), state, reader.GetInt64(1)));
            var voucher = booking.Discount is null ? null : await VoucherRefusalAsync(reader, cancellationToken);

            if (batch.BatchCommands[1].RecordsAffected == 0) return StepResult.Duplicate.Instance;
            if (!open) return new StepResult.Refused(RejectionReason.SalesClosed);
            if (claimed.Count < seats.Length)
                return new StepResult.Refused(RejectionReason.SeatsTaken, [.. seats.Except(claimed.Select(change => change.Seat))]);
            return voucher is { } reason ? new StepResult.Refused(reason) : new StepResult.Done(claimed);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return new StepResult.Refused(RejectionReason.SeatsBusy, seats);
        }
    }

    /// <summary>The saga lets its seats go together with the booking's rejection (see <c>SagaStore</c>).</summary>
    public Task CompensateInTransactionAsync(
        BookingsContext database, BookingRequest booking, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Seats are let go by the booking's rejection, which says why.");

    private static NpgsqlBatchCommand EndOf(Guid hold, BookingRequest booking, string[] seats) => new(EndHold)
    {
        Parameters = { new() { Value = hold }, new() { Value = booking.Customer.Key }, new() { Value = seats } },
    };

    // After the seats, so that nobody who has it waits for anything.
    private static NpgsqlBatchCommand UseOf(string voucher, BookingRequest booking) => new(VoucherStatements.Take)
    {
        Parameters =
        {
            new() { Value = voucher },
            new() { Value = booking.BookingId },
            new() { Value = booking.Stage == BookingStage.Final },
        },
    };

    /// <summary>The last result: null where the use is the booking's.</summary>
    private static async Task<RejectionReason?> VoucherRefusalAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken);
        // A voucher that is not there any more is as good as expired.
        return await reader.ReadAsync(cancellationToken) ? reader.GetString(0) switch
        {
            "taken" => null,
            "busy" => RejectionReason.VoucherBusy,
            "used up" => RejectionReason.VoucherUsedUp,
            _ => RejectionReason.VoucherExpired,
        } : RejectionReason.VoucherExpired;
    }

    private static NpgsqlBatch BatchFor(BookingsContext database, BookingRequest booking)
    {
        var batch = new NpgsqlBatch(database.Connection);
        foreach (var command in CommandsFor(booking)) batch.BatchCommands.Add(command);
        return batch;
    }
}
