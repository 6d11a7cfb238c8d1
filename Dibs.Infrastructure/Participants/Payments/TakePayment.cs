using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Protocols;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Participants.Payments;

/// <summary>
/// Step 2: the card is authorised at the payment company, then the payment is written. The company is asked before this
/// database's transaction starts; the money is captured only after the decision (see <c>CaptureQueue</c>).
/// </summary>
internal sealed partial class TakePayment(IPaymentProvider provider, ILogger<TakePayment> logger)
    : IBookingStep<PaymentsContext>
{
    public Step Step => Step.TakePayment;

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
        database.Payments.Add(new Payment
        {
            BookingId = booking.BookingId,
            PaymentKey = booking.PaymentKey,
            Amount = booking.Amount.Amount,
            Currency = booking.Amount.Currency,
            State = PaymentState.Paid,
        });
        await database.SaveChangesAsync(cancellationToken);
        return StepResult.Done.Instance;
    }

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: the authorisation is not voided yet; left to the sweeper")]
    private static partial void VoidFailed(ILogger logger, Exception exception, Guid bookingId);
}
