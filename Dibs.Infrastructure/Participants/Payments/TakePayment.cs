using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Protocols;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dibs.Infrastructure.Participants.Payments;

/// <summary>
/// Step 2: the card is authorised at the payment company, then the payment is written. The company is asked before this
/// database's transaction starts; the money is captured only after the decision (see <c>CaptureQueue</c>).
/// </summary>
internal sealed partial class TakePayment(IPaymentProvider provider, ILogger<TakePayment> logger)
    : IBookingStep<PaymentsContext>
{
    // In words of its own and not by SaveChanges, which takes longer than the database does.
    private const string InsertPayment =
        "insert into payments (booking_id, payment_key, amount, currency, state) values ($1, $2, $3, $4, 'paid')";

    public Step Step => Step.TakePayment;

    /// <summary>The statement of this step; the benchmark's floor says the same one.</summary>
    public static NpgsqlBatchCommand CommandFor(BookingRequest booking) => new(InsertPayment)
    {
        Parameters =
        {
            new() { Value = booking.BookingId },
            new() { Value = booking.PaymentKey },
            new() { Value = booking.Amount.Amount },
            new() { Value = booking.Amount.Currency },
        },
    };

    public async Task<StepResult> ReadyAsync(BookingRequest booking, CancellationToken cancellationToken)
    {
        // Settling has learnt already that the money is authorised.
        if (booking.Settling) return StepResult.Done.Instance;
        return await provider.AuthoriseAsync(
            booking.PaymentKey, booking.BookingId, booking.Amount, booking.CardToken, cancellationToken) switch
        {
            Authorisation.Authorised => StepResult.Done.Instance,
            Authorisation.Declined => new StepResult.Refused(RejectionReason.PaymentDeclined),
            _ => StepResult.Unknown.Instance,
        };
    }

    public async Task AbandonAsync(BookingRequest booking)
    {
        // A pending booking stays pending after an abort and is tried again: its payment is voided when it is rejected.
        if (booking.Settling) return;
        try
        {
            // After an abort: the caller may be gone, the authorisation must go all the same.
            await provider.VoidAsync(booking.PaymentKey, CancellationToken.None);
        }
        catch (Exception exception)
        {
            VoidFailed(logger, exception, booking.BookingId);
        }
    }

    public async Task<StepResult> ApplyInTransactionAsync(
        PaymentsContext database, BookingRequest booking, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(database.Connection) { BatchCommands = { CommandFor(booking) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return StepResult.Done.Instance;
    }

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: the authorisation is not voided yet; left to the sweeper")]
    private static partial void VoidFailed(ILogger logger, Exception exception, Guid bookingId);
}
