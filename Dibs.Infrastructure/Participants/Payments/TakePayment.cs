using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Protocols;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Dibs.Infrastructure.Participants.Payments;

/// <summary>
/// Step 2: the card is authorised at the payment company, then the payment is written. The company is asked before this
/// database's transaction starts; the money is captured only after the decision (see <c>CaptureQueue</c>). A cancellation writes
/// the payment down as refunded, a swap what the new seats cost less; the money follows its decision, too (see <c>Refunds</c>).
/// </summary>
internal sealed partial class TakePayment(IPaymentProvider provider, IRefunds refunds, ILogger<TakePayment> logger)
    : IBookingStep<PaymentsContext>
{
    // In words of its own and not by SaveChanges, which takes longer than the database does.
    private const string InsertPayment =
        "insert into payments (booking_id, payment_key, amount, currency, state) values ($1, $2, $3, $4, 'paid')";

    private const string RefundPayment = "update payments set state = 'refunded' where booking_id = $1 and state = 'paid'";

    // Only what the swap starts from: another one's commit may have yet to come to this database.
    private const string LowerPayment =
        "update payments set amount = $3 where booking_id = $1 and state = 'paid' and amount = $2";

    private const string InsertRebate = "insert into rebates (id, booking_id, amount) values ($1, $2, $3)";

    public Step Step => Step.TakePayment;

    public bool AsksOutside => true;

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
        // Settling has learnt already that the money is authorised; a change asks for none.
        if (booking.Stage == BookingStage.Final || booking.Change is not null) return StepResult.Done.Instance;
        return await provider.AuthoriseAsync(
            booking.PaymentKey, booking.BookingId, booking.Amount, booking.CardToken, cancellationToken) switch
        {
            Authorisation.Authorised => StepResult.Done.Instance,
            Authorisation.Declined => new StepResult.Refused(RejectionReason.PaymentDeclined),
            // Nobody waits with a transaction open, so the company can be asked what it did.
            _ when booking.Stage == BookingStage.Tentative => await AskAsync(booking, cancellationToken),
            _ => StepResult.Unknown.Instance,
        };
    }

    private async Task<StepResult> AskAsync(BookingRequest booking, CancellationToken cancellationToken) =>
        await provider.FindAsync(booking.PaymentKey, cancellationToken) switch
        {
            LedgerState.Authorised or LedgerState.Captured => StepResult.Done.Instance,
            // The question may be on its way still.
            LedgerState.None => StepResult.Unknown.Instance,
            _ => new StepResult.Refused(RejectionReason.PaymentDeclined),
        };

    public async Task AbandonAsync(BookingRequest booking)
    {
        if (booking.Change is not null)
        {
            // An aborted cancellation leaves the booking its money. What a done one gives back is written down in this database,
            // and given back from there.
            refunds.WakeUp();
            return;
        }

        // A pending booking stays pending after an abort and is tried again: its payment is voided when it is rejected.
        if (booking.Stage == BookingStage.Final) return;
        // After an abort: the caller may be gone, the authorisation must go all the same.
        if (!await provider.VoidAsync(booking.PaymentKey, CancellationToken.None))
            AlreadyCaptured(logger, booking.BookingId, booking.PaymentKey);
    }

    public async Task<StepResult> ApplyInTransactionAsync(
        PaymentsContext database, BookingRequest booking, CancellationToken cancellationToken)
    {
        switch (booking.Change?.Kind)
        {
            case ChangeKind.Cancel: return await RefundAsync(database, booking, cancellationToken);
            case ChangeKind.Swap: return await LowerAsync(database, booking, cancellationToken);
        }

        await using var batch = new NpgsqlBatch(database.Connection) { BatchCommands = { CommandFor(booking) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return StepResult.Done.Instance;
    }

    public Task CompensateInTransactionAsync(
        PaymentsContext database, BookingRequest booking, CancellationToken cancellationToken) =>
        RefundAsync(database, booking, cancellationToken);

    /// <summary>Refused where no payment is there: the booking's own commit may have yet to come to this database.</summary>
    private static async Task<StepResult> RefundAsync(
        PaymentsContext database, BookingRequest booking, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(RefundPayment, database.Connection)
        {
            Parameters = { new() { Value = booking.BookingId } },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1
            ? StepResult.Done.Instance
            : new StepResult.Refused(RejectionReason.Unavailable);
    }

    /// <summary>Refused where the payment is not what the swap starts from.</summary>
    private static async Task<StepResult> LowerAsync(
        PaymentsContext database, BookingRequest booking, CancellationToken cancellationToken)
    {
        var swap = booking.Change!.Swap!;
        var less = swap.Paid - booking.Amount.Amount;
        ArgumentOutOfRangeException.ThrowIfNegative(less);
        await using var batch = new NpgsqlBatch(database.Connection)
        {
            BatchCommands =
            {
                new(LowerPayment)
                {
                    Parameters =
                    {
                        new() { Value = booking.BookingId },
                        new() { Value = swap.Paid },
                        new() { Value = booking.Amount.Amount },
                    },
                },
            },
        };
        if (less > 0)
        {
            batch.BatchCommands.Add(new(InsertRebate)
            {
                Parameters = { new() { Value = swap.Id }, new() { Value = booking.BookingId }, new() { Value = less } },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        return batch.BatchCommands[0].RecordsAffected == 1
            ? StepResult.Done.Instance
            : new StepResult.Refused(RejectionReason.Unavailable);
    }

    [LoggerMessage(LogLevel.Error, "Booking {BookingId} is being taken back, but its payment {PaymentKey} was captured: refund it")]
    private static partial void AlreadyCaptured(ILogger logger, Guid bookingId, Guid paymentKey);
}
