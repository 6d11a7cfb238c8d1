using Dibs.Domain.Bookings;
using Dibs.Domain.Pricing;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Bookings;

/// <summary>A booking and what happened to it, in plain words.</summary>
internal static class BookingWords
{
    public static string Of(BookingStatus status) => status switch
    {
        BookingStatus.Pending => "being checked",
        BookingStatus.Confirmed => "confirmed",
        BookingStatus.Rejected => "not made",
        BookingStatus.Cancelling => "being cancelled",
        _ => "cancelled",
    };

    /// <summary>Why there is no booking, and what that means for the money.</summary>
    public static string Of(RejectionReason? reason, IReadOnlyList<string> seats) => reason switch
    {
        RejectionReason.PaymentDeclined => "The payment company said no, or never took the money. Nothing was charged.",
        RejectionReason.SeatsTaken when seats.Count > 0 =>
            $"{Words.List(seats)} {(seats.Count == 1 ? "belongs" : "belong")} to somebody else. Nothing was charged.",
        RejectionReason.SeatsTaken or RejectionReason.SeatsBusy => "The seats belong to somebody else. Nothing was charged.",
        RejectionReason.VoucherUsedUp => "The voucher was used as often as it may be. Nothing was charged.",
        RejectionReason.VoucherExpired => "The voucher is not valid at this time. Nothing was charged.",
        RejectionReason.SalesClosed => "The sale for this screening had ended. Nothing was charged.",
        RejectionReason.TicketsRefused => "The tickets could not be issued, so the seats were let go and nothing was charged.",
        _ => "A part of our system could not be reached in time, so the seats were let go and nothing was charged.",
    };

    /// <summary>Why a voucher takes nothing off.</summary>
    public static string Of(VoucherRefusal refusal) => refusal switch
    {
        VoucherRefusal.Unknown => "There is no such voucher. Look for a slip of the pen.",
        VoucherRefusal.NotForScreening => "This voucher is not for this screening.",
        VoucherRefusal.Expired => "This voucher is not valid at this time.",
        _ => "This voucher was used as often as it may be.",
    };

    /// <summary>One line of the timeline. What is not known here is told in the protocol's own words.</summary>
    /// <param name="step"><c>seats</c>, <c>payments</c>, <c>tickets</c> or the protocol's name.</param>
    /// <param name="what">As the protocol noted it: "prepared", "decided: commit".</param>
    public static string Of(string step, string what) => (step, what) switch
    {
        ("seats", "claimed") => "Your seats were put aside for you.",
        ("seats", "refused") => "The seats could not be had.",
        ("seats", "prepared") => "The seat register promised to keep your seats.",
        ("seats", "committed") => "Your seats are booked.",
        ("payments", "refused") => "The payment company said no.",
        ("payments", "no answer") => "The payment company did not answer in time.",
        ("payments", "prepared") => "The payment was authorised, and its register promised to keep it.",
        ("payments", "committed") => "The payment is booked.",
        ("payments", "authorised") => "The payment company keeps the amount for us.",
        ("tickets", "refused") => "The tickets could not be issued.",
        ("tickets", "prepared") => "The tickets were made out, and their register promised to keep them.",
        ("tickets", "committed") => "Your tickets are issued.",
        ("seats", "held") => "Your seats are kept for this booking.",
        ("payments", "applied") => "The payment was authorised and written down.",
        ("payments", "compensated") => "The payment was given back.",
        ("tickets", "applied") => "The tickets were made out.",
        ("tickets", "compensated") => "The tickets were made void.",
        ("saga", "ticketing") => "The payment is there; the tickets are next.",
        ("saga", "voiding") => "The tickets did not come in time, so all is taken back, the tickets first.",
        ("saga", "refunding") => "It cannot be made, so the payment is given back.",
        ("saga", "done") => "All three are there: your seats are booked.",
        ("saga", "cancelled") => "All is taken back: the seats were let go.",
        ("saga", var asked) when asked.StartsWith("asked to ", StringComparison.Ordinal) => AskedWords(asked["asked to ".Length..]),
        ("saga", var lost) when lost.StartsWith("could not ask to ", StringComparison.Ordinal) =>
            "The message could not be sent; it is sent again.",
        ("saga", "revoking") => "You cancelled it: the tickets are made void first.",
        ("saga", "returning") => "The tickets are void; the payment is next.",
        ("saga", "withdrawn") => "All is undone: the seats are free for others.",
        ("seats", "cancel: let go") => "You cancelled it: the seats are to be let go.",
        ("seats", "cancel: refused") => "It could not be cancelled any more.",
        ("seats", "cancel: prepared") => "The seat register promised to let your seats go.",
        ("seats", "cancel: committed") => "Your seats are free for others.",
        ("payments", "cancel: prepared") => "The payment register promised to give the payment back.",
        ("payments", "cancel: committed") => "The payment is written down as refunded.",
        ("tickets", "cancel: prepared") => "The ticket register promised to make the tickets void.",
        ("tickets", "cancel: committed") => "Your tickets are void.",
        (_, "cancel: decided: commit") => "All three promised, so it was decided: this booking is cancelled.",
        (_, "cancel: decided: abort") => "Not all three promised, so it was decided: this booking stays as it was.",
        (_, "cancel: rolled back") => $"The {Name(step)} kept its part of the booking.",
        (_, "cancel: prepare failed") => $"The {Name(step)} could not promise to undo its part.",
        ("payments", "voided") => "The payment company let the money go before it was taken.",
        ("payments", "refunded") => "The payment company has given the money back.",
        ("seats", "rolled back") => "The seats were let go.",
        ("payments", "rolled back") => "The payment was taken back.",
        ("tickets", "rolled back") => "The tickets were taken back.",
        (_, "no answer") => $"The {Name(step)} did not answer in time.",
        (_, "prepare failed") => $"The {Name(step)} could not promise its part.",
        (_, "decided: commit") => "All three promised, so it was decided: this booking is made.",
        (_, "decided: abort") => "Not all three promised, so it was decided: this booking is not made.",
        _ when what.StartsWith("not yet ", StringComparison.Ordinal) || what.StartsWith("cancel: not yet ", StringComparison.Ordinal) =>
            $"The {Name(step)} was away; it learns the decision when it is back.",
        _ => $"{Name(step)}: {what}.",
    };

    /// <param name="asked">The command, then perhaps "again (2)".</param>
    private static string AskedWords(string asked)
    {
        var sentence = asked.Split(' ')[0] switch
        {
            "pay" => "The payment was asked for",
            "issue" => "The tickets were asked for",
            "void" => "The tickets are asked back",
            _ => "The payment is asked back",
        };
        var again = asked.IndexOf("again", StringComparison.Ordinal);
        return again < 0 ? sentence + "." : $"{sentence} {asked[again..]}.";
    }

    private static string Name(string step) => step switch
    {
        "seats" => "seat register",
        "payments" => "payment register",
        "tickets" => "ticket register",
        _ => step,
    };
}
