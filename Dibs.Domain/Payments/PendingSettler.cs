using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Payments;

/// <summary>
/// Brings bookings to their end whose payment got no answer. Runs on every instance at once, without a leader:
/// <list type="number">
/// <item>1. A pending booking that is due is taken; it is due again a little later, whatever becomes of this look.</item>
/// <item>2. The payment company is asked what it did.</item>
/// <item>3. Authorised: the booking's protocol runs again, on the row and the seats that are there.</item>
/// <item>4. Not authorised, or the seats are gone: the booking is rejected, and <i>then</i> the payment voided.</item>
/// </list>
/// The booking's row is the one thing that decides: it leaves <i>pending</i> once, by the protocol's commit or by the
/// rejection, each of which does nothing to a row that is not pending any more. So two settlers of one booking cannot both
/// end it, and whoever is too late touches neither the payment nor the seats. A crash leaves
/// <list type="bullet">
/// <item>after 1 or 2: nothing changed; the next look starts anew.</item>
/// <item>inside 3: what recovery makes of a booking that lost its coordinator; then pending as before, or confirmed.</item>
/// <item>after 3: confirmed and not captured; the sweeper captures.</item>
/// <item>between the two halves of 4: rejected and not voided. What is authorised, or gets authorised late, no live booking
/// owns: the sweeper voids it. The other order would not do: a settler that was held up between its question and its void
/// could void what another one has booked by then.</item>
/// </list>
/// </summary>
public sealed partial class PendingSettler(
    IBookingRegister register,
    IPaymentProvider provider,
    IEnumerable<IBookingProtocol> protocols,
    ICaptureQueue captures,
    ITimelineLog timelines,
    IOptions<PaymentOptions> options,
    TimeProvider clock,
    ILogger<PendingSettler> logger)
{
    private const int AtMost = 50;
    private const int AtOnce = 4;

    private static readonly BookingOutcome.Rejected NotPaid = new(Step.TakePayment, RejectionReason.PaymentDeclined);

    private readonly Dictionary<string, IBookingProtocol> _protocols = protocols.ToDictionary(protocol => protocol.Name);

    /// <summary>One look at all that are due. What goes wrong with one of them does not keep the others waiting.</summary>
    public async Task<SettleRound> RunOnceAsync(CancellationToken cancellationToken)
    {
        var (confirmed, rejected, left) = (0, 0, 0);
        // 1. Each is given to one settler at a time.
        var due = await register.TakeDueAsync(options.Value.SettleAgain, AtMost, cancellationToken);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (pending, token) =>
            {
                switch (await TrySettleAsync(pending, token))
                {
                    case BookingStatus.Confirmed:
                        Interlocked.Increment(ref confirmed);
                        break;
                    case BookingStatus.Rejected:
                        Interlocked.Increment(ref rejected);
                        break;
                    default:
                        Interlocked.Increment(ref left);
                        break;
                }
            });
        return new SettleRound(confirmed, rejected, left);
    }

    private async Task<BookingStatus> TrySettleAsync(PendingBooking pending, CancellationToken cancellationToken)
    {
        try
        {
            return await SettleAsync(pending, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NotYet(logger, exception, pending.Request.BookingId, pending.Request.Protocol);
            return BookingStatus.Pending;
        }
    }

    private async Task<BookingStatus> SettleAsync(PendingBooking pending, CancellationToken cancellationToken)
    {
        // 2. What did the company do?
        var timeline = new BookingTimeline(clock);
        var started = timeline.Start();
        var state = await provider.FindAsync(pending.Request.PaymentKey, cancellationToken);
        timeline.Add("payments", $"asked again: {WordFor(state)}", started);

        switch (state)
        {
            // Captured is what nobody does before the end; but taken money is all the more a reason to give the seats.
            case LedgerState.Authorised or LedgerState.Captured:
                return await BookAsync(pending.Request, timeline, cancellationToken);

            // The first question may be on its way still.
            case LedgerState.None when pending.Age < options.Value.SettleGiveUpAge:
                return BookingStatus.Pending;

            default:
                return await RejectAsync(pending.Request, NotPaid, timeline, cancellationToken);
        }
    }

    /// <summary>Step 3.</summary>
    private async Task<BookingStatus> BookAsync(
        BookingRequest booking, BookingTimeline timeline, CancellationToken cancellationToken)
    {
        var outcome = await _protocols[booking.Protocol].BookAsync(
            booking with { Stage = BookingStage.Final }, timeline, cancellationToken);
        switch (outcome)
        {
            case BookingOutcome.Confirmed:
                captures.Enqueue(booking.PaymentKey, booking.BookingId);
                timelines.Write(booking.BookingId, timeline);
                Settled(logger, booking.BookingId, booking.Protocol, BookingStatus.Confirmed);
                return BookingStatus.Confirmed;

            // Worth another try: the payment stays authorised, the seats stay kept.
            case BookingOutcome.Rejected
            {
                Reason: RejectionReason.Unavailable or RejectionReason.SeatsBusy or RejectionReason.VoucherBusy,
            }:
            case BookingOutcome.Unknown:
                Waits(logger, booking.BookingId, booking.Protocol, outcome);
                return BookingStatus.Pending;

            case BookingOutcome.Rejected rejected:
                return await RejectAsync(booking, rejected, timeline, cancellationToken);

            // It was not pending any more: somebody else has ended it.
            default:
                return BookingStatus.Pending;
        }
    }

    /// <summary>Step 4: first the row, then the payment.</summary>
    private async Task<BookingStatus> RejectAsync(
        BookingRequest booking, BookingOutcome.Rejected rejected, BookingTimeline timeline, CancellationToken cancellationToken)
    {
        if (!await register.RejectPendingAsync(booking.BookingId, rejected, cancellationToken)) return BookingStatus.Pending;

        Settled(logger, booking.BookingId, booking.Protocol, BookingStatus.Rejected);
        var started = timeline.Start();
        try
        {
            // It is rejected for good: nothing may cancel this any more. Also where nothing was authorised, so that
            // nothing comes late.
            if (await provider.VoidAsync(booking.PaymentKey, CancellationToken.None))
                timeline.Add("payments", "voided", started);
            else
                CapturedButRejected(logger, booking.BookingId, booking.PaymentKey);
        }
        catch (Exception exception)
        {
            VoidFailed(logger, exception, booking.BookingId);
            timeline.Add("payments", "not yet voided", started);
        }

        timelines.Write(booking.BookingId, timeline);
        return BookingStatus.Rejected;
    }

    private static string WordFor(LedgerState state) => state switch
    {
        LedgerState.None => "nothing known",
        LedgerState.Authorised => "authorised",
        LedgerState.Declined => "declined",
        LedgerState.Captured => "captured",
        LedgerState.Voided => "voided",
        _ => "refunded",
    };

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: settled by {Protocol}: {Status}")]
    private static partial void Settled(ILogger logger, Guid bookingId, string protocol, BookingStatus status);

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: paid, but {Protocol} cannot book it yet: {Outcome}")]
    private static partial void Waits(ILogger logger, Guid bookingId, string protocol, BookingOutcome outcome);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: could not be settled by {Protocol} yet")]
    private static partial void NotYet(ILogger logger, Exception exception, Guid bookingId, string protocol);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: the authorisation is not voided yet; left to the sweeper")]
    private static partial void VoidFailed(ILogger logger, Exception exception, Guid bookingId);

    [LoggerMessage(LogLevel.Error, "Booking {BookingId} is rejected, but its payment {PaymentKey} was captured: refund it")]
    private static partial void CapturedButRejected(ILogger logger, Guid bookingId, Guid paymentKey);
}

/// <summary>What one look at the pending bookings came to.</summary>
/// <param name="Left">Still pending, or ended by somebody else.</param>
public sealed record SettleRound(int Confirmed, int Rejected, int Left);
