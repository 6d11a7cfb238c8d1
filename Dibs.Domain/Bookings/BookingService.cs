using System.Data.Common;
using Dibs.Domain.Holds;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Screenings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Bookings;

/// <summary>
/// The way of a booking:
/// <list type="number">
/// <item>1. The wish is checked and priced.</item>
/// <item>2. It waits for its turn, not long.</item>
/// <item>3. Its protocol makes the three effects, or none.</item>
/// <item>4. What became of it is remembered before it is told, so that the same key gets the same answer.</item>
/// </list>
/// </summary>
public sealed partial class BookingService(
    IProgramme programme,
    IVouchers vouchers,
    IEnumerable<IBookingProtocol> protocols,
    IBookingRegister register,
    IUndecidedBookings undecided,
    ITimelineLog timelines,
    ICaptureQueue captures,
    BookingTurns turns,
    IOptions<BookingOptions> options,
    IOptions<HoldOptions> holds,
    TimeProvider clock,
    ILogger<BookingService> logger) : IBookingService
{
    /// <summary>Phase two takes some ms; recovery, where its coordinator died, some seconds.</summary>
    private const int LooksForTickets = 20;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, IBookingProtocol> _protocols = protocols.ToDictionary(protocol => protocol.Name);

    public async Task<BookingResult> BookAsync(BookingWish wish, CancellationToken cancellationToken)
    {
        // 1. Checked and priced.
        var screening = await programme.FindAsync(wish.ScreeningId, cancellationToken);
        var factory = new BookingRequestFactory(
            wish, screening, await FindVoucherAsync(wish, cancellationToken),
            _protocols.Keys, options.Value.DefaultProtocol, holds.Value);
        var (booking, errors) = factory.Make();
        if (booking is null)
        {
            BookingMeters.CountInvalid();
            return new BookingResult.Invalid(errors) { Voucher = factory.VoucherRefusal };
        }

        var started = clock.GetTimestamp();
        var result = await BookAsync(booking, cancellationToken);
        BookingMeters.Count(booking.Protocol, result, clock.GetElapsedTime(started));
        return result;
    }

    /// <summary>Its terms. Whether it can still be used is asked with the seats, so that the same key gets the same answer.</summary>
    private async Task<Voucher?> FindVoucherAsync(BookingWish wish, CancellationToken cancellationToken) =>
        Voucher.CodeOf(wish.Voucher) is { } code && Voucher.IsCode(code)
            ? (await vouchers.FindAsync(code, cancellationToken))?.Voucher
            : null;

    private async Task<BookingResult> BookAsync(BookingRequest booking, CancellationToken cancellationToken)
    {
        // 2. Its turn.
        if (!await turns.WaitAsync(cancellationToken))
        {
            NoTurn(logger, booking.BookingId, booking.Protocol, options.Value.QueueTimeout);
            return new BookingResult.Busy();
        }

        var timeline = new BookingTimeline(clock);
        try
        {
            // 3. The three effects, or none.
            Booking(logger, booking.BookingId, booking.Protocol, booking.ScreeningId);
            var outcome = await BookingTurns.Retry.ExecuteAsync(
                async token => await _protocols[booking.Protocol].BookAsync(booking, timeline, token), cancellationToken);

            // 4. Remembered, then told.
            return outcome is null
                ? await ReplayAsync(booking, cancellationToken)
                : await RememberAsync(booking, outcome, timeline);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException)
        {
            Failed(logger, exception, booking.BookingId, booking.Protocol);
            return new BookingResult.Busy();
        }
        finally
        {
            turns.Release();
            timelines.Write(booking.BookingId, timeline);
        }
    }

    /// <summary>The same key again: the same answer, if it is the same wish.</summary>
    private async Task<BookingResult> ReplayAsync(BookingRequest booking, CancellationToken cancellationToken)
    {
        if (await register.FindAsync(booking.BookingId, cancellationToken) is not var (found, hash))
            return new BookingResult.Busy();
        if (hash != booking.RequestHash) return new BookingResult.KeyMismatch();
        // Decided, and its tickets a moment later: the first answer has them, so this one waits for them too.
        for (var look = 0; look < LooksForTickets && found is { Status: BookingStatus.Confirmed, Tickets.Count: 0 }; look++)
        {
            await Task.Delay(BetweenLooks, clock, cancellationToken);
            if (await register.FindAsync(booking.BookingId, cancellationToken) is var (again, _)) found = again;
        }

        Replayed(logger, booking.BookingId, found.Protocol, found.Status);
        return new BookingResult.Settled(OutcomeOf(found), found);
    }

    private async Task<BookingResult> RememberAsync(BookingRequest booking, BookingOutcome outcome, BookingTimeline timeline)
    {
        switch (outcome)
        {
            case BookingOutcome.Confirmed:
                captures.Enqueue(booking.PaymentKey, booking.BookingId);
                break;
            case BookingOutcome.Rejected { IsRecorded: true }:
                break;
            case BookingOutcome.Rejected
            {
                Reason: RejectionReason.SeatsBusy or RejectionReason.VoucherBusy or RejectionReason.Unavailable,
            } rejected:
                // Nothing is known that would make a second try fail too, so it is not remembered.
                Unsettled(logger, booking.BookingId, booking.Protocol, rejected.Reason);
                return new BookingResult.Busy();
            // Not saved means that the same key came to an end elsewhere meanwhile: then that is the answer.
            case BookingOutcome.Rejected rejected:
                if (!await register.SaveRejectedAsync(booking, rejected, CancellationToken.None))
                    return await ReplayAsync(booking, CancellationToken.None);
                break;
            case BookingOutcome.Unknown { Reason: UnknownReason.Payment }:
                if (!await register.SavePendingAsync(booking, CancellationToken.None))
                    return await ReplayAsync(booking, CancellationToken.None);
                break;
            case BookingOutcome.Unknown { Reason: UnknownReason.Decision }:
                undecided.Watch(booking);
                break;
        }

        Booked(logger, booking.BookingId, booking.Protocol, outcome);
        return new BookingResult.Settled(outcome, DetailsOf(booking, outcome, timeline));
    }

    private static BookingOutcome OutcomeOf(BookingDetails booking) => booking.Status switch
    {
        BookingStatus.Rejected => new BookingOutcome.Rejected(null, booking.Reason!.Value, booking.LostSeats),
        BookingStatus.Pending => new BookingOutcome.Unknown(UnknownReason.InProgress),
        _ => BookingOutcome.Confirmed.Instance,
    };

    private BookingDetails DetailsOf(BookingRequest booking, BookingOutcome outcome, BookingTimeline timeline)
    {
        var rejected = outcome as BookingOutcome.Rejected;
        return new BookingDetails(
            booking.BookingId,
            booking.Reference,
            outcome switch
            {
                BookingOutcome.Confirmed => BookingStatus.Confirmed,
                BookingOutcome.Rejected { Reason: RejectionReason.Cancelled } => BookingStatus.Cancelled,
                BookingOutcome.Rejected => BookingStatus.Rejected,
                _ => BookingStatus.Pending,
            },
            booking.Protocol,
            booking.ScreeningId,
            [.. booking.Tickets.Select(ticket => ticket.Seat)],
            booking.Customer.Name,
            booking.Customer.Email,
            booking.Customer.Key,
            booking.Amount,
            rejected?.Reason,
            rejected?.Seats ?? [],
            outcome is BookingOutcome.Confirmed
                ? [.. booking.Tickets.Select(ticket => new IssuedTicket(ticket.Code, ticket.Seat, ticket.Type, ticket.Price))]
                : [],
            timeline.Entries,
            clock.GetUtcNow())
        {
            Discount = booking.Discount,
            Language = Languages.Language.Of(booking.Language),
        };
    }

    [LoggerMessage(LogLevel.Debug, "Booking {BookingId}: booking by {Protocol} for screening {ScreeningId}")]
    private static partial void Booking(ILogger logger, Guid bookingId, string protocol, int screeningId);

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: booked by {Protocol}: {Outcome}")]
    private static partial void Booked(ILogger logger, Guid bookingId, string protocol, BookingOutcome outcome);

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: the same key again, by {Protocol}: {Status}")]
    private static partial void Replayed(ILogger logger, Guid bookingId, string protocol, BookingStatus status);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: refused as busy by {Protocol}: {Reason}")]
    private static partial void Unsettled(ILogger logger, Guid bookingId, string protocol, RejectionReason reason);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: no turn for {Protocol} within {QueueTimeout}")]
    private static partial void NoTurn(ILogger logger, Guid bookingId, string protocol, TimeSpan queueTimeout);

    [LoggerMessage(LogLevel.Error, "Booking {BookingId}: {Protocol} could not be run")]
    private static partial void Failed(ILogger logger, Exception exception, Guid bookingId, string protocol);
}
