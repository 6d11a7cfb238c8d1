using System.Data.Common;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Door;
using Dibs.Domain.Payments;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.Saga;
using Dibs.Domain.Staff;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Bookings;

/// <summary>
/// The way of a cancellation:
/// <list type="number">
/// <item>1. Where the booking stands says what is to be done. Cancelled already: that is the answer.</item>
/// <item>2. It waits for the payment company: its row is ended, which its settler then finds, and the payment voided.</item>
/// <item>3. Else the booking's own protocol undoes the three effects, or none.</item>
/// <item>4. It changed meanwhile: from the beginning.</item>
/// </list>
/// The booking's row is the one thing that decides. It leaves <i>pending</i> once and <i>confirmed</i> once.
/// </summary>
public sealed partial class BookingChanges(
    IBookingRegister register,
    IBookingRequests requests,
    IEnumerable<IBookingProtocol> protocols,
    IPaymentProvider provider,
    IRefunds refunds,
    IDoorBook door,
    ITimelineLog timelines,
    BookingTurns turns,
    IOptions<BookingOptions> options,
    TimeProvider clock,
    ILogger<BookingChanges> logger) : IBookingChanges
{
    private static readonly BookingOutcome.Rejected ByCustomer = new(null, RejectionReason.Cancelled);

    private readonly Dictionary<string, IBookingProtocol> _protocols = protocols.ToDictionary(protocol => protocol.Name);

    public Task<CancelResult> CancelAsync(BookingDetails booking, CancellationToken cancellationToken) =>
        CancelAsync(booking, null, cancellationToken);

    public Task<CancelResult> CancelAtDeskAsync(BookingDetails booking, DeskAct desk, CancellationToken cancellationToken) =>
        CancelAsync(booking, desk, cancellationToken);

    private async Task<CancelResult> CancelAsync(BookingDetails booking, DeskAct? desk, CancellationToken cancellationToken)
    {
        var result = await TryCancelAsync(booking, desk, cancellationToken);
        BookingMeters.CountCancel(booking.Protocol, result);
        return result;
    }

    private async Task<CancelResult> TryCancelAsync(BookingDetails booking, DeskAct? desk, CancellationToken cancellationToken)
    {
        if (!await turns.WaitAsync(cancellationToken)) return new CancelResult.Busy();
        var timeline = new BookingTimeline(clock);
        try
        {
            var current = booking;
            for (var look = 0; look < ChangeLooks.AtMost; look++)
            {
                if (await StepAsync(current, desk, timeline, cancellationToken) is { } result) return result;

                // 4. Somebody else is changing it, or has.
                if (current.NewSeats is not null || look > 1) await Task.Delay(ChangeLooks.Between, clock, cancellationToken);
                if (await register.FindAsync(booking.Id, cancellationToken) is not var (found, _)) break;
                current = found;
            }

            return new CancelResult.Busy();
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            // The answer to a commit may be what was lost.
            Failed(logger, exception, booking.Id, booking.Protocol);
            return new CancelResult.Unknown();
        }
        finally
        {
            turns.Release();
            timelines.Write(booking.Id, timeline);
        }
    }

    /// <returns>Null where the booking is not any more what it was.</returns>
    private async Task<CancelResult?> StepAsync(
        BookingDetails booking, DeskAct? desk, BookingTimeline timeline, CancellationToken cancellationToken)
    {
        // 1. Where does it stand?
        if (booking.Status is BookingStatus.Cancelled or BookingStatus.Cancelling) return new CancelResult.Cancelled(booking);
        if (booking.Status == BookingStatus.Rejected) return new CancelResult.NotMade();
        // What its customer does not know the end of yet is not the desk's to end.
        if (booking.Status == BookingStatus.Pending && desk is not null) return new CancelResult.Busy();
        // A saga that swaps its seats comes to its end first.
        if (booking.NewSeats is not null) return null;
        if (await requests.FindAsync(booking.Id, cancellationToken) is not { } request) return null;
        if (booking.Status == BookingStatus.Pending
            && await EndPendingAsync(request, timeline, cancellationToken)) return Cancelled(booking, timeline);

        // Two-phase commit asks in its transaction; a saga's pivot is in another database, so it is asked before.
        if (booking.Protocol == SagaProtocol.ProtocolName && await IsAnybodyInAsync(booking, cancellationToken))
            return new CancelResult.CheckedIn();

        // 3. All three, or none.
        Cancelling(logger, booking.Id, booking.Protocol);
        var change = request with
        {
            Change = BookingChange.Cancel(desk is null ? options.Value.CancelUntil : null),
            Audit = desk is null ? null : new AuditEntry(desk.By, "booking.cancelled", booking.Reference, desk.Reason),
        };
        var outcome = await BookingTurns.Retry.ExecuteAsync(
            async token => await _protocols[booking.Protocol].BookAsync(change, timeline, token), cancellationToken);
        Ended(logger, booking.Id, booking.Protocol, outcome);
        switch (outcome)
        {
            case null:
                return null;
            case BookingOutcome.Confirmed:
                refunds.WakeUp();
                return Cancelled(booking, timeline);
            case BookingOutcome.Rejected { Reason: RejectionReason.TooLate }:
                return new CancelResult.TooLate(options.Value.CancelUntil);
            case BookingOutcome.Rejected { Reason: RejectionReason.CheckedIn }:
                return new CancelResult.CheckedIn();
            case BookingOutcome.Rejected { Reason: RejectionReason.Cancelled }:
                return Cancelled(booking, timeline);
            // It was pending, and could not be made.
            case BookingOutcome.Rejected { IsRecorded: true }:
                return new CancelResult.NotMade();
            case BookingOutcome.Rejected:
                return new CancelResult.Busy();
            // A saga is still at it; past its pivot there is no doubt about its end.
            case BookingOutcome.Unknown { Reason: UnknownReason.InProgress }:
                return await register.FindAsync(booking.Id, cancellationToken)
                    is ({ Status: BookingStatus.Cancelled or BookingStatus.Cancelling } found, _)
                    ? new CancelResult.Cancelled(found)
                    : new CancelResult.Unknown();
            default:
                return new CancelResult.Unknown();
        }
    }

    /// <summary>
    /// Step 2: first the row, then the payment, as in settling: in the other order a booking could be confirmed whose payment
    /// was voided. A saga is no case of this, it turns back by itself.
    /// </summary>
    private async Task<bool> EndPendingAsync(
        BookingRequest booking, BookingTimeline timeline, CancellationToken cancellationToken)
    {
        if (booking.Protocol == SagaProtocol.ProtocolName) return false;
        var started = timeline.Start();
        if (!await register.RejectPendingAsync(booking.BookingId, ByCustomer, cancellationToken)) return false;
        timeline.Add("seats", "cancel: let go", started);
        try
        {
            // It is cancelled: nothing may stop this any more.
            await provider.VoidAsync(booking.PaymentKey, CancellationToken.None);
            timeline.Add("payments", "voided", started);
        }
        catch (Exception exception)
        {
            // The sweeper voids what no booking owns.
            NotVoided(logger, exception, booking.BookingId);
        }

        return true;
    }

    private async Task<bool> IsAnybodyInAsync(BookingDetails booking, CancellationToken cancellationToken)
    {
        try
        {
            return await door.IsAnybodyInAsync(booking.Id, cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            // A saga cancels without the tickets database, too. Who is in all the same is kept as a conflict of the door.
            NotAsked(logger, booking.Id, exception.Message);
            return false;
        }
    }

    private static CancelResult.Cancelled Cancelled(BookingDetails booking, BookingTimeline timeline) => new(booking with
    {
        Status = BookingStatus.Cancelled,
        Tickets = [],
        Timeline = [.. booking.Timeline, .. timeline.Entries],
    });

    [LoggerMessage(LogLevel.Debug, "Booking {BookingId}: cancelling by {Protocol}")]
    private static partial void Cancelling(ILogger logger, Guid bookingId, string protocol);

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: cancellation by {Protocol}: {Outcome}")]
    private static partial void Ended(ILogger logger, Guid bookingId, string protocol, BookingOutcome? outcome);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: the authorisation is not voided yet; left to the sweeper")]
    private static partial void NotVoided(ILogger logger, Exception exception, Guid bookingId);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: cancelling without having asked whether somebody is in: {Error}")]
    private static partial void NotAsked(ILogger logger, Guid bookingId, string error);

    [LoggerMessage(LogLevel.Error, "Booking {BookingId}: {Protocol} could not be run to cancel it")]
    private static partial void Failed(ILogger logger, Exception exception, Guid bookingId, string protocol);
}
