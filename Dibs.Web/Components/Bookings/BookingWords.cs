using Dibs.Domain.Bookings;
using Dibs.Domain.Pricing;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Bookings;

/// <summary>A booking and what happened to it, in plain words.</summary>
internal static class BookingWords
{
    public static string Of(this Words words, BookingStatus status) => status switch
    {
        BookingStatus.Pending => words["being checked"],
        BookingStatus.Confirmed => words["confirmed"],
        BookingStatus.Rejected => words["not made"],
        BookingStatus.Cancelling => words["being cancelled"],
        _ => words["cancelled"],
    };

    /// <summary>Why there is no booking, and what that means for the money.</summary>
    public static string Of(this Words words, RejectionReason? reason, IReadOnlyList<string> seats) => reason switch
    {
        RejectionReason.PaymentDeclined => words["The payment company said no, or never took the money. Nothing was charged."],
        RejectionReason.SeatsTaken when seats.Count > 0 =>
            words.Count(
                "{1} belongs to somebody else. Nothing was charged.|{1} belong to somebody else. Nothing was charged.",
                seats.Count, words.List(seats)),
        RejectionReason.SeatsTaken or RejectionReason.SeatsBusy => words["The seats belong to somebody else. Nothing was charged."],
        RejectionReason.VoucherUsedUp => words["The voucher was used as often as it may be. Nothing was charged."],
        RejectionReason.VoucherExpired => words["The voucher is not valid at this time. Nothing was charged."],
        RejectionReason.SalesClosed => words["The sale for this screening had ended. Nothing was charged."],
        RejectionReason.TicketsRefused => words["The tickets could not be issued, so the seats were let go and nothing was charged."],
        _ => words["A part of our system could not be reached in time, so the seats were let go and nothing was charged."],
    };

    /// <summary>Why a voucher takes nothing off.</summary>
    public static string Of(this Words words, VoucherRefusal refusal) => refusal switch
    {
        VoucherRefusal.Unknown => words["There is no such voucher. Look for a slip of the pen."],
        VoucherRefusal.NotForScreening => words["This voucher is not for this screening."],
        VoucherRefusal.Expired => words["This voucher is not valid at this time."],
        _ => words["This voucher was used as often as it may be."],
    };

    /// <summary>One line of the timeline. What is not known here is told in the protocol's own words.</summary>
    /// <param name="step"><c>seats</c>, <c>payments</c>, <c>tickets</c> or the protocol's name.</param>
    /// <param name="what">As the protocol noted it: "prepared", "decided: commit".</param>
    public static string Of(this Words words, string step, string what) => (step, what) switch
    {
        ("seats", "claimed") => words["Your seats were put aside for you."],
        ("seats", "refused") => words["The seats could not be had."],
        ("seats", "prepared") => words["The seat register promised to keep your seats."],
        ("seats", "committed") => words["Your seats are booked."],
        ("payments", "refused") => words["The payment company said no."],
        ("payments", "no answer") => words["The payment company did not answer in time."],
        ("payments", "prepared") => words["The payment was authorised, and its register promised to keep it."],
        ("payments", "committed") => words["The payment is booked."],
        ("payments", "authorised") => words["The payment company keeps the amount for us."],
        ("tickets", "refused") => words["The tickets could not be issued."],
        ("tickets", "prepared") => words["The tickets were made out, and their register promised to keep them."],
        ("tickets", "committed") => words["Your tickets are issued."],
        ("seats", "held") => words["Your seats are kept for this booking."],
        ("payments", "applied") => words["The payment was authorised and written down."],
        ("payments", "compensated") => words["The payment was given back."],
        ("tickets", "applied") => words["The tickets were made out."],
        ("tickets", "compensated") => words["The tickets were made void."],
        ("saga", "ticketing") => words["The payment is there; the tickets are next."],
        ("saga", "voiding") => words["The tickets did not come in time, so all is taken back, the tickets first."],
        ("saga", "refunding") => words["It cannot be made, so the payment is given back."],
        ("saga", "done") => words["All three are there: your seats are booked."],
        ("saga", "cancelled") => words["All is taken back: the seats were let go."],
        ("saga", var asked) when asked.StartsWith("asked to ", StringComparison.Ordinal) => words.Asked(asked["asked to ".Length..]),
        ("saga", var lost) when lost.StartsWith("could not ask to ", StringComparison.Ordinal) =>
            words["The message could not be sent; it is sent again."],
        ("saga", "revoking") => words["You cancelled it: the tickets are made void first."],
        ("saga", "returning") => words["The tickets are void; the payment is next."],
        ("saga", "withdrawn") => words["All is undone: the seats are free for others."],
        ("seats", "cancel: let go") => words["You cancelled it: the seats are to be let go."],
        ("seats", "cancel: refused") => words["It could not be cancelled any more."],
        ("seats", "cancel: prepared") => words["The seat register promised to let your seats go."],
        ("seats", "cancel: committed") => words["Your seats are free for others."],
        ("payments", "cancel: prepared") => words["The payment register promised to give the payment back."],
        ("payments", "cancel: committed") => words["The payment is written down as refunded."],
        ("tickets", "cancel: prepared") => words["The ticket register promised to make the tickets void."],
        ("tickets", "cancel: committed") => words["Your tickets are void."],
        (_, "cancel: decided: commit") => words["All three promised, so it was decided: this booking is cancelled."],
        (_, "cancel: decided: abort") => words["Not all three promised, so it was decided: this booking stays as it was."],
        (_, "cancel: rolled back") => words["The {0} kept its part of the booking.", words.Name(step)],
        (_, "cancel: prepare failed") => words["The {0} could not promise to undo its part.", words.Name(step)],
        ("payments", "voided") => words["The payment company let the money go before it was taken."],
        ("payments", "refunded") => words["The payment company has given the money back."],
        ("seats", "rolled back") => words["The seats were let go."],
        ("payments", "rolled back") => words["The payment was taken back."],
        ("tickets", "rolled back") => words["The tickets were taken back."],
        (_, "no answer") => words["The {0} did not answer in time.", words.Name(step)],
        (_, "prepare failed") => words["The {0} could not promise its part.", words.Name(step)],
        (_, "decided: commit") => words["All three promised, so it was decided: this booking is made."],
        (_, "decided: abort") => words["Not all three promised, so it was decided: this booking is not made."],
        _ when what.StartsWith("not yet ", StringComparison.Ordinal) || what.StartsWith("cancel: not yet ", StringComparison.Ordinal) =>
            words["The {0} was away; it learns the decision when it is back.", words.Name(step)],
        _ => $"{words.Name(step)}: {what}.",
    };

    /// <param name="asked">The command, then perhaps "again (2)".</param>
    private static string Asked(this Words words, string asked)
    {
        var sentence = asked.Split(' ')[0] switch
        {
            "pay" => words["The payment was asked for."],
            "issue" => words["The tickets were asked for."],
            "void" => words["The tickets are asked back."],
            _ => words["The payment is asked back."],
        };
        var again = asked.IndexOf("again", StringComparison.Ordinal);
        return again < 0 ? sentence : words["{0} Again {1}.", sentence, asked[(again + "again ".Length)..]];
    }

    private static string Name(this Words words, string step) => step switch
    {
        "seats" => words["seat register"],
        "payments" => words["payment register"],
        "tickets" => words["ticket register"],
        _ => step,
    };
}
