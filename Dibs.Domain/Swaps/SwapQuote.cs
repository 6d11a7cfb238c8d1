using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Tickets;

namespace Dibs.Domain.Swaps;

/// <summary>The tickets that a booking has after a swap, and what they cost.</summary>
/// <param name="Tickets">Sorted by seat (ordinal), each with a code of its own.</param>
/// <param name="Discount">What the booking's voucher takes off then; null without one.</param>
public sealed record SwapQuote(IReadOnlyList<TicketRequest> Tickets, decimal Total, Discount? Discount)
{
    /// <summary>
    /// Who sat where goes where: each ticket keeps its type, and its category where there is such a seat. If all do, nothing
    /// changes of the money. Else today's prices count, with the terms of the booking's voucher.
    /// </summary>
    /// <param name="booking">With all of its tickets.</param>
    /// <param name="seats">Checked by <see cref="ErrorsOf"/>.</param>
    /// <param name="voucher">The booking's, or null where it has none, or there is none of that code any more.</param>
    /// <param name="keepsPrice">Whether seats of any kind cost what was paid: where the house asks for the swap.</param>
    /// <returns>Null where a ticket's type is not sold for any seat that is left for it.</returns>
    public static SwapQuote? Of(
        BookingDetails booking, ScreeningDetails screening, IReadOnlyCollection<string> seats, Voucher? voucher, bool keepsPrice)
    {
        var pairs = Pair(booking.Tickets, screening.Plan, seats);
        if (keepsPrice || pairs.All(pair => CategoryOf(screening.Plan, pair.Ticket.Seat) == pair.Seat.Category))
        {
            return new(
                [.. pairs.Select(pair => new TicketRequest(pair.Seat.Id, pair.Ticket.Type, pair.Ticket.Price, TicketCode.New()))],
                booking.Amount.Amount, booking.Discount);
        }

        var prices = pairs.Select(pair => screening.Prices.PriceOf(pair.Seat.Category, pair.Ticket.Type)?.Amount).ToList();
        if (prices.Any(price => price is null)) return null;
        var quote = Quote.Of([.. prices.Select(price => price!.Value)], voucher);
        return new(
            [.. pairs.Zip(quote.Charged, (pair, price) => new TicketRequest(pair.Seat.Id, pair.Ticket.Type, price, TicketCode.New()))],
            quote.Total, booking.Discount is { } discount ? discount with { Amount = quote.Discount } : null);
    }

    /// <summary>What is wrong with the seats, each a whole sentence; empty where nothing is.</summary>
    public static IEnumerable<string> ErrorsOf(BookingDetails booking, ScreeningDetails screening, IReadOnlyList<string>? seats)
    {
        if (seats is null || seats.Count != booking.Seats.Count)
        {
            yield return $"Choose as many seats as the booking has: {booking.Seats.Count}.";
            yield break;
        }

        foreach (var seat in seats.Where(seat => seat is null || screening.Plan.Find(seat) is null).Distinct())
            yield return $"{screening.Hall} has no seat {(seat is { Length: > 20 } ? seat[..20] + "…" : seat ?? "null")}.";
        foreach (var seat in seats.Where(seat => seat is not null).GroupBy(seat => seat).Where(same => same.Count() > 1))
            yield return $"Seat {(seat.Key.Length > 20 ? seat.Key[..20] + "…" : seat.Key)} is named more than once.";
        foreach (var companion in CompanionSeats.WithoutPlace(screening.Plan, seats))
            yield return CompanionSeats.ErrorOf(screening.Plan, companion);
    }

    /// <summary>The same seat first, then the same category, then whatever is left, each in order of the seats.</summary>
    private static List<(IssuedTicket Ticket, Seat Seat)> Pair(
        IReadOnlyList<IssuedTicket> tickets, SeatPlan plan, IReadOnlyCollection<string> seats)
    {
        var left = seats.Order(StringComparer.Ordinal).Select(seat => plan.Find(seat)!).ToList();
        var waiting = tickets.OrderBy(ticket => ticket.Seat, StringComparer.Ordinal).ToList();
        var pairs = new List<(IssuedTicket Ticket, Seat Seat)>();
        Func<IssuedTicket, Seat, bool>[] likenesses =
        [
            (ticket, seat) => ticket.Seat == seat.Id,
            (ticket, seat) => CategoryOf(plan, ticket.Seat) == seat.Category,
            (_, _) => true,
        ];
        foreach (var alike in likenesses)
        {
            foreach (var ticket in waiting.ToList())
            {
                if (left.Find(seat => alike(ticket, seat)) is not { } found) continue;
                pairs.Add((ticket, found));
                left.Remove(found);
                waiting.Remove(ticket);
            }
        }

        return [.. pairs.OrderBy(pair => pair.Seat.Id, StringComparer.Ordinal)];
    }

    /// <summary>Null where the plan was changed since and has no such seat.</summary>
    private static SeatCategory? CategoryOf(SeatPlan plan, string seat) => plan.Find(seat)?.Category;
}
