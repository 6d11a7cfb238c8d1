using static System.FormattableString;

namespace Dibs.Infrastructure.Checking;

/// <summary>
/// I3: the payment company has taken what confirmed bookings cost, and nothing else. It is no part of a booking's
/// transaction, and money follows the decision; so what is still on its way is tolerated for a while.
/// </summary>
internal static class LedgerRules
{
    public static void Check(BookingFacts facts, CheckOptions options, ICollection<Violation> found)
    {
        void Violated(string what) => found.Add(new("I3", facts.Id, what));

        var confirmed = facts.Booking is { IsConfirmed: true } booking ? booking : default(BookingRow?);
        if (confirmed is { } paid && !facts.Ledger.Any(entry => entry.PaymentKey == paid.PaymentKey))
            Violated("confirmed, but the payment company does not know its payment");
        foreach (var entry in facts.Ledger)
        {
            if (confirmed is { } owner && entry.PaymentKey == owner.PaymentKey)
                CheckOwned(owner, entry, facts.Payments, options, Violated);
            else
                CheckUnowned(facts.Booking, entry, options, Violated);
        }
    }

    /// <summary>
    /// The payment of a confirmed booking: captured, and nothing of it given back but what swapped seats cost less. For a while after the
    /// decision only authorised; and what a swap owes may be given back or not.
    /// </summary>
    private static void CheckOwned(
        BookingRow booking, LedgerRow entry, IReadOnlyList<PaymentRow> payments, CheckOptions options, Action<string> violated)
    {
        // A saga may have lowered the payment already, and the booking's amount not yet; that it does not stay so is I6.
        if (booking.IsSwapping) return;
        var owed = payments.Sum(payment => payment.Owed);
        var left = entry.State == "captured" ? entry.Net : entry.Amount;
        if (left < booking.Amount || left > booking.Amount + owed || entry.Currency != booking.Currency)
        {
            violated(Invariant($"booked for {booking.Amount:0.00} {booking.Currency}, the payment company has ") +
                Invariant($"{entry.Amount:0.00} {entry.Currency}, and {entry.Refunded:0.00} {entry.Currency} of it was refunded"));
        }
        else if (entry.State is "declined" or "voided")
        {
            violated($"confirmed, but at the payment company its payment is {entry.State}");
        }
        else if (payments.Any(payment => payment.OwedFor > options.MoneyInFlight))
        {
            var since = payments.Max(payment => payment.OwedFor);
            violated(Invariant($"{owed:0.00} {entry.Currency} of swapped seats is owed since {since.TotalSeconds:0} s"));
        }
        // By the booking's age: the authorisation may be older, where the company did not answer at first.
        else if (entry.IsOpen && booking.Age > options.MoneyInFlight)
        {
            violated($"confirmed, but after {booking.Age.TotalSeconds:0} s the money is authorised and not captured");
        }
    }

    /// <summary>Any other payment: nothing may be taken, and nothing kept for long.</summary>
    private static void CheckUnowned(BookingRow? booking, LedgerRow entry, CheckOptions options, Action<string> violated)
    {
        // A pending booking owns its payments: what they become is what it waits for. One that is being cancelled has not come
        // to them yet, and may not stay so for long (I6).
        if (booking is { IsPending: true } or { Status: "cancelling" }) return;
        var owner = booking is null ? "no booking" : $"no booking (this one is {booking.Value.Status})";
        // A cancelled booking is given its money back after it was cancelled.
        var returning = booking is { Status: "cancelled" } cancelled && cancelled.Age <= options.MoneyInFlight;
        if (entry.Net != 0 && !returning)
            violated(Invariant($"{entry.Net:0.00} {entry.Currency} taken for {owner}, payment {entry.PaymentKey}"));
        if (entry.IsOpen && entry.Age > options.MoneyInFlight)
        {
            violated(Invariant($"{entry.Amount:0.00} {entry.Currency} authorised for {entry.Age.TotalSeconds:0} s for ") +
                $"{owner}, payment {entry.PaymentKey}");
        }
    }
}
