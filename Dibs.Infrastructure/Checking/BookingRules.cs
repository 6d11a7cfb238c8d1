using static System.FormattableString;

namespace Dibs.Infrastructure.Checking;

/// <summary>
/// What must hold for each booking id by itself: I2 (three effects or none), I7 (once) and the part of I8 that concerns
/// bookings. Per booking and not per customer, so that two errors cannot cancel each other out.
/// </summary>
internal static class BookingRules
{
    public static void Check(BookingFacts facts, ICollection<Violation> found)
    {
        void Violated(string invariant, string what, QuestionedSeats? questioned = null) =>
            found.Add(new(invariant, facts.Id, what) { Questioned = questioned });

        CheckOnce(facts, Violated);
        if (facts.Booking is { IsConfirmed: true, IsSwapping: false } confirmed)
        {
            CheckSeats(confirmed, facts, Violated);
            CheckPayment(confirmed, facts, Violated);
            CheckTickets(confirmed, facts, Violated);
        }
        else if (facts.Booking is not { IsSagaUnderWay: true })
        {
            // While a booking is pending two-phase commit makes none of its effects.
            CheckNothing(facts, Violated);
        }

        CheckHeld(facts, Violated);
    }

    private delegate void Report(string invariant, string what, QuestionedSeats? questioned = null);

    private static void CheckOnce(BookingFacts facts, Report violated)
    {
        if (facts.Bookings.Count > 1) violated("I7", $"there are {facts.Bookings.Count} bookings of this id");
        var live = facts.Payments.Count(payment => payment.IsLive);
        if (live > 1) violated("I7", $"there are {live} live payments");
        foreach (var tickets in facts.Tickets)
        {
            foreach (var twice in SeatList.Split(tickets.Seats).GroupBy(seat => seat).Where(seats => seats.Count() > 1))
                violated("I7", $"seat {twice.Key} has {twice.Count()} live tickets of this booking");
        }
    }

    private static void CheckSeats(BookingRow booking, BookingFacts facts, Report violated)
    {
        var claims = facts.Claims.FirstOrDefault(new ClaimsRow(booking.Screening, booking.Screening, "", "", false));
        if ((claims.FirstScreening, claims.LastScreening) != (booking.Screening, booking.Screening))
            violated("I2", $"its claims are for screening {Span(claims.FirstScreening, claims.LastScreening)}, " +
                $"the booking is for {booking.Screening}");
        var missing = SeatList.Less(booking.Seats, claims.Booked);
        if (missing.Count > 0)
            violated("I2", $"confirmed, but has not claimed {string.Join(' ', missing)}", new(booking.Screening, missing));
        var surplus = SeatList.Less(claims.Booked, booking.Seats);
        if (surplus.Count > 0) violated("I2", $"has claimed {string.Join(' ', surplus)}, which it did not book");
    }

    private static void CheckPayment(BookingRow booking, BookingFacts facts, Report violated)
    {
        if (!facts.Payments.Any(payment => payment.IsLive))
        {
            violated("I2", facts.Payments.Count == 0 ? "confirmed without payment" : "confirmed, but the payment is refunded");
            return;
        }

        var paid = facts.Payments.First(payment => payment.IsLive);
        if ((paid.Amount, paid.Currency) != (booking.Amount, booking.Currency))
            violated("I2", Invariant($"booked for {booking.Amount:0.00} {booking.Currency}, paid {paid.Amount:0.00} {paid.Currency}"));
        if (paid.PaymentKey != booking.PaymentKey)
            violated("I2", $"its payment is {paid.PaymentKey}, the booking says {booking.PaymentKey}");
    }

    private static void CheckTickets(BookingRow booking, BookingFacts facts, Report violated)
    {
        if (facts.Tickets.Count == 0)
        {
            violated("I2", "confirmed without tickets");
            return;
        }

        var tickets = facts.Tickets[0];
        if ((tickets.FirstScreening, tickets.LastScreening) != (booking.Screening, booking.Screening))
            violated("I2", $"its tickets are for screening {Span(tickets.FirstScreening, tickets.LastScreening)}, " +
                $"the booking is for {booking.Screening}");
        var missing = SeatList.Less(booking.Seats, tickets.Seats);
        if (missing.Count > 0) violated("I2", $"no ticket for {string.Join(' ', missing)}");
        var surplus = SeatList.Less(tickets.Seats, booking.Seats);
        if (surplus.Count > 0)
        {
            violated("I2", $"has a ticket for {string.Join(' ', surplus)}, which it did not book",
                new(tickets.LastScreening, surplus));
        }

        if (tickets.Price != booking.Amount)
            violated("I2", Invariant($"booked for {booking.Amount:0.00}, its tickets cost {tickets.Price:0.00}"));
    }

    private static void CheckNothing(BookingFacts facts, Report violated)
    {
        var owner = facts.Booking is { } booking ? $"a booking that is {booking.Status}" : "a booking that does not exist";
        foreach (var claims in facts.Claims.Where(claims => claims.Booked.Length > 0))
            violated("I2", $"{claims.Booked.Replace(',', ' ')} of screening {claims.FirstScreening} booked for {owner}");
        foreach (var payment in facts.Payments.Where(payment => payment.IsLive))
            violated("I2", Invariant($"{payment.Amount:0.00} {payment.Currency} paid for {owner}"));
        foreach (var tickets in facts.Tickets)
        {
            violated("I2", $"tickets issued for {owner}: {tickets.Seats.Replace(',', ' ')}",
                new(tickets.LastScreening, SeatList.Split(tickets.Seats)));
        }
    }

    private static void CheckHeld(BookingFacts facts, Report violated)
    {
        if (facts.Booking is { IsPending: true } or { IsSwapping: true }) return;
        foreach (var claims in facts.Claims.Where(claims => claims.Held.Length > 0))
        {
            violated("I8", $"{claims.Held.Replace(',', ' ')} of screening {claims.FirstScreening} held" +
                (claims.HeldForever ? " without end" : "") +
                $" for a booking that is {facts.Booking?.Status ?? "not there"}");
        }
    }

    private static string Span(int first, int last) => first == last ? $"{first}" : $"{first} to {last}";
}
