using Dibs.Domain.Screenings;

namespace Dibs.Domain.Pricing;

/// <summary>The prices of one screening. Amounts are decided here, on the server, and nowhere else.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Prices">Amount per seat category and ticket type; a pair that is missing is not sold.</param>
public sealed record PriceList(string Currency, IReadOnlyDictionary<(SeatCategory Category, TicketType Type), decimal> Prices)
{
    /// <summary>The price of one seat, or null where this pair is not sold.</summary>
    public Money? PriceOf(SeatCategory category, TicketType type) =>
        Prices.TryGetValue((category, type), out var amount) ? new Money(amount, Currency) : null;
}
