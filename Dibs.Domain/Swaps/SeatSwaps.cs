using System.Data.Common;
using System.Text.Json;
using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Door;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.Saga;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Swaps;

/// <summary>
/// The way of a swap:
/// <list type="number">
/// <item>1. Where the booking stands: it must be confirmed, with all of its tickets. It has these seats already: that is the answer.</item>
/// <item>2. The new seats are checked and priced; they may not cost more than was paid.</item>
/// <item>3. The booking's own protocol makes the three changes, or none.</item>
/// <item>4. Somebody else was changing it: from the beginning, some times.</item>
/// </list>
/// Each change is made only to what was read in 1, so of many swaps and cancellations of one booking each follows another.
/// </summary>
public sealed partial class SeatSwaps(
    IBookingRegister register,
    IBookingRequests requests,
    IProgramme programme,
    IVouchers vouchers,
    IEnumerable<IBookingProtocol> protocols,
    IRefunds refunds,
    IDoorBook door,
    ITimelineLog timelines,
    BookingTurns turns,
    IOptions<BookingOptions> options,
    TimeProvider clock,
    ILogger<SeatSwaps> logger) : ISeatSwaps
{
    private readonly Dictionary<string, IBookingProtocol> _protocols = protocols.ToDictionary(protocol => protocol.Name);

    public async Task<SwapResult> SwapAsync(BookingDetails booking, SwapWish wish, CancellationToken cancellationToken)
    {
        var result = await TrySwapAsync(booking, wish, cancellationToken);
        BookingMeters.CountSwap(booking.Protocol, result);
        return result;
    }

    private async Task<SwapResult> TrySwapAsync(BookingDetails booking, SwapWish wish, CancellationToken cancellationToken)
    {
        if (!await turns.WaitAsync(cancellationToken)) return new SwapResult.Busy();
        var timeline = new BookingTimeline(clock);
        try
        {
            var current = booking;
            for (var look = 0; look < ChangeLooks.AtMost; look++)
            {
                if (await StepAsync(current, wish, timeline, cancellationToken) is { } result) return result;

                // 4. Somebody else is at it, or was.
                await Task.Delay(ChangeLooks.Between, clock, cancellationToken);
                if (await register.FindAsync(booking.Id, cancellationToken) is not var (found, _)) break;
                current = found;
            }

            return new SwapResult.Busy();
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            // The answer to a commit may be what was lost.
            Failed(logger, exception, booking.Id, booking.Protocol);
            return new SwapResult.Unknown();
        }
        finally
        {
            turns.Release();
            timelines.Write(booking.Id, timeline);
        }
    }

    /// <returns>Null where the booking is being changed, or is not any more what it was.</returns>
    private async Task<SwapResult?> StepAsync(
        BookingDetails booking, SwapWish wish, BookingTimeline timeline, CancellationToken cancellationToken)
    {
        // 1. Where does it stand?
        if (booking.Status != BookingStatus.Confirmed) return new SwapResult.NotConfirmed(booking.Status);
        if (booking.NewSeats is not null) return null;
        if (wish.Seats?.Count == booking.Seats.Count && booking.Seats.ToHashSet().SetEquals(wish.Seats))
            return new SwapResult.Swapped(booking);
        if (await programme.FindAsync(booking.ScreeningId, cancellationToken) is not { } screening) return new SwapResult.Busy();
        string[] errors = [.. SwapQuote.ErrorsOf(booking, screening, wish.Seats)];
        if (errors.Length > 0) return new SwapResult.Invalid(new Dictionary<string, string[]> { ["seats"] = errors });
        // Between a decision and the commit of the tickets database, or while that is away.
        if (!booking.Seats.ToHashSet().SetEquals(booking.Tickets.Select(ticket => ticket.Seat))) return null;

        // 2. What does it cost?
        var quote = SwapQuote.Of(
            booking, screening, wish.Seats!, await FindVoucherAsync(booking, cancellationToken), keepsPrice: wish.Desk is not null);
        if (quote is null)
        {
            return new SwapResult.Invalid(new Dictionary<string, string[]>
            {
                ["seats"] = ["For some of these seats there are no tickets of the kind that you have."],
            });
        }

        if (quote.Total > booking.Amount.Amount)
            return new SwapResult.Dearer(booking.Amount, booking.Amount with { Amount = quote.Total });

        // Two-phase commit asks in its transaction; a saga's pivot is in another database, so it is asked before.
        if (booking.Protocol == SagaProtocol.ProtocolName && await door.IsAnybodyInAsync(booking.Id, cancellationToken))
            return new SwapResult.CheckedIn();

        // 3. All three, or none.
        if (await requests.FindAsync(booking.Id, cancellationToken) is not { } request) return null;
        var swap = request with
        {
            Tickets = quote.Tickets,
            Amount = booking.Amount with { Amount = quote.Total },
            Discount = quote.Discount,
            HoldId = wish.HoldId,
            Change = BookingChange.To(
                new SeatSwap(Guid.NewGuid(), booking.Seats, booking.Amount.Amount),
                wish.Desk is null ? options.Value.CancelUntil : null),
            Audit = AuditOf(booking, quote, wish.Desk),
        };
        Swapping(logger, booking.Id, booking.Protocol);
        var outcome = await BookingTurns.Retry.ExecuteAsync(
            async token => await _protocols[booking.Protocol].BookAsync(swap, timeline, token), cancellationToken);
        Ended(logger, booking.Id, booking.Protocol, outcome);
        return outcome switch
        {
            null => null,
            BookingOutcome.Confirmed => Swapped(booking, swap, timeline),
            BookingOutcome.Rejected { Reason: RejectionReason.TooLate } => new SwapResult.TooLate(options.Value.CancelUntil),
            BookingOutcome.Rejected { Reason: RejectionReason.CheckedIn } => new SwapResult.CheckedIn(),
            BookingOutcome.Rejected { Reason: RejectionReason.SeatsTaken } rejected => new SwapResult.SeatsTaken(rejected.Seats),
            BookingOutcome.Rejected => new SwapResult.Busy(),
            // A saga is still at it, and past its pivot.
            BookingOutcome.Unknown { Reason: Bookings.UnknownReason.InProgress } => await UnderwayAsync(booking, swap, cancellationToken),
            _ => new SwapResult.Unknown(),
        };
    }

    private async Task<SwapResult> UnderwayAsync(BookingDetails booking, BookingRequest swap, CancellationToken cancellationToken)
    {
        if (await register.FindAsync(booking.Id, cancellationToken) is not var (found, _)) return new SwapResult.Unknown();
        var wanted = swap.Tickets.Select(ticket => ticket.Seat).ToHashSet();
        if (found.NewSeats is { } coming && wanted.SetEquals(coming)) return new SwapResult.Underway(found);
        return found.Status == BookingStatus.Confirmed && wanted.SetEquals(found.Seats)
            ? new SwapResult.Swapped(found)
            : new SwapResult.Unknown();
    }

    private SwapResult.Swapped Swapped(BookingDetails booking, BookingRequest swap, BookingTimeline timeline)
    {
        if (swap.Amount != booking.Amount) refunds.WakeUp();
        return new(booking with
        {
            Seats = [.. swap.Tickets.Select(ticket => ticket.Seat)],
            Amount = swap.Amount,
            Discount = swap.Discount,
            Tickets = [.. swap.Tickets.Select(ticket => new IssuedTicket(ticket.Code, ticket.Seat, ticket.Type, ticket.Price))],
            Timeline = [.. booking.Timeline, .. timeline.Entries],
        });
    }

    private static AuditEntry? AuditOf(BookingDetails booking, SwapQuote quote, DeskAct? desk) => desk is null
        ? null
        : new AuditEntry(
            desk.By, "booking.reseated", booking.Reference, desk.Reason,
            JsonSerializer.Serialize(new { seats = booking.Seats }),
            JsonSerializer.Serialize(new { seats = quote.Tickets.Select(ticket => ticket.Seat) }));

    /// <summary>Its terms; that it was used is the booking's, whether or not anybody else may still use it.</summary>
    private async Task<Voucher?> FindVoucherAsync(BookingDetails booking, CancellationToken cancellationToken) =>
        booking.Discount is { } discount ? (await vouchers.FindAsync(discount.Voucher, cancellationToken))?.Voucher : null;

    [LoggerMessage(LogLevel.Debug, "Booking {BookingId}: swapping seats by {Protocol}")]
    private static partial void Swapping(ILogger logger, Guid bookingId, string protocol);

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: swap of seats by {Protocol}: {Outcome}")]
    private static partial void Ended(ILogger logger, Guid bookingId, string protocol, BookingOutcome? outcome);

    [LoggerMessage(LogLevel.Error, "Booking {BookingId}: {Protocol} could not be run to swap its seats")]
    private static partial void Failed(ILogger logger, Exception exception, Guid bookingId, string protocol);
}
