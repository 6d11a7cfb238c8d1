using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Bookings;

/// <summary>What the checkout says when something did not come about, or did again: each tells what it means for the money and the seats.</summary>
internal static class CheckoutNotices
{
    public static Notice Of(Words words, BookingOutcome.Rejected rejected) => rejected.Reason switch
    {
        RejectionReason.PaymentDeclined => Warning(
            words["The payment company declined this card. Nothing was charged, and your seats are still yours: try another card."]),
        RejectionReason.SeatsTaken => Problem(words.Count(
            "{1} belongs to somebody else now. Nothing was charged. Choose other seats in the hall."
            + "|{1} belong to somebody else now. Nothing was charged. Choose other seats in the hall.",
            rejected.Seats.Count, words.List(rejected.Seats))),
        RejectionReason.VoucherUsedUp or RejectionReason.VoucherExpired => Warning(words[
            "The voucher could not be used. Nothing was charged, and your seats are still yours: empty its field to book without it."]),
        RejectionReason.SalesClosed => Problem(words["The sale for this screening has ended. Nothing was charged."]),
        RejectionReason.TicketsRefused => Problem(
            words["The tickets could not be issued, so nothing was booked and nothing was charged. Please try again."]),
        _ => Warning(words["The booking did not come about, and nothing was charged. Your seats are still yours: please try again."]),
    };

    /// <summary>Of another try at the same seats, when their time was up.</summary>
    public static Notice Of(Words words, HoldOutcome outcome) => outcome switch
    {
        HoldOutcome.Held => new Notice(NoticeKind.Good, words["The same seats are yours again."]),
        HoldOutcome.SeatsTaken taken => Warning(words.Count(
            "{1} was taken meanwhile. Choose others in the hall.|{1} were taken meanwhile. Choose others in the hall.",
            taken.Seats.Count, words.List(taken.Seats))),
        _ => Warning(words["The sale for this screening has ended."]),
    };

    private static Notice Warning(string text) => new(NoticeKind.Warning, text);

    private static Notice Problem(string text) => new(NoticeKind.Problem, text);
}
