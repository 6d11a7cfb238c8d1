using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Languages;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Staff.BoxOffice;

/// <summary>What the desk is told.</summary>
internal static class DeskWords
{
    public const string Away = "Our seat register does not answer just now. Look at the seats before you do it again: it may have been done.";

    private static readonly Words English = Words.In(Language.English);

    public static string Of(DeskPayment payment) => payment switch
    {
        DeskPayment.Cash => "Cash",
        DeskPayment.Card => "Card",
        _ => "Give away",
    };

    /// <summary>Who has a seat. A customer is not named: the booking says who it is, and a hold belongs to nobody yet.</summary>
    public static string Of(DeskSeat seat, string timeZone) => seat switch
    {
        { State: SeatState.Booked, Reference: { } reference } => $"{seat.Seat} belongs to booking {reference}.",
        { State: SeatState.Held, Reference: { } reference } => $"{seat.Seat} is held for booking {reference}, which is being made or changed.",
        { State: SeatState.Held, HeldUntil: { } until } => $"{seat.Seat} is held by a customer until {Words.Time(until, timeZone)}.",
        { State: SeatState.Held } => $"{seat.Seat} is held by a customer.",
        { State: SeatState.Blocked, Block: { } block } => $"{seat.Seat} was blocked by {block.By}: {block.Reason}",
        { State: SeatState.Blocked } => $"{seat.Seat} is blocked.",
        _ => $"{seat.Seat} is free.",
    };

    public static string Of(BlockResult result, string timeZone) => result switch
    {
        BlockResult.Refused refused => "Nothing was changed. " + string.Join(' ', refused.Seats.Select(seat => Of(seat, timeZone))),
        BlockResult.Invalid invalid => invalid.Error,
        BlockResult.Busy => "Somebody is booking one of these seats at this moment. Nothing was changed; try again.",
        _ => "Done.",
    };

    public static string Of(BookingResult result) => result switch
    {
        BookingResult.Invalid invalid => string.Join(' ', invalid.Errors.SelectMany(error => error.Value)),
        BookingResult.Settled { Outcome: BookingOutcome.Rejected { Reason: RejectionReason.SeatsTaken } rejected } =>
            $"{English.List(rejected.Seats)} {(rejected.Seats.Count == 1 ? "is" : "are")} not free any more. Nothing was sold.",
        BookingResult.Settled { Outcome: BookingOutcome.Rejected { Reason: RejectionReason.SalesClosed } } =>
            "The screening has begun, or its sale was stopped. Nothing was sold.",
        BookingResult.Settled { Outcome: BookingOutcome.Rejected } => "It could not be sold, and nothing was charged. Try again.",
        BookingResult.Settled settled =>
            $"It is still being settled: look for booking {settled.Booking.Reference} in a moment before you sell these seats again.",
        _ => "Too much is going on right now. Nothing was sold; try again.",
    };

    public static string Of(CancelResult result) => result switch
    {
        CancelResult.Cancelled => "Cancelled. The money goes back the way it was paid.",
        CancelResult.CheckedIn => "Somebody has come in with a ticket of this booking, so it cannot be cancelled any more.",
        CancelResult.NotMade => "This booking was not made, so there is nothing to cancel.",
        CancelResult.Busy => "Nothing was changed: the booking is being made or changed, or too much is going on. Try again in a moment.",
        _ => "It is not known whether it was cancelled. Look at the booking in a moment; a booking is refunded once.",
    };
}
