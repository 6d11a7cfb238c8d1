namespace Dibs.Domain.Pricing;

/// <summary>What some tickets cost together. Added up here and nowhere else, for the page as for the booking.</summary>
/// <param name="Prices">Of each ticket without a voucher.</param>
/// <param name="Discount">What the voucher takes off; 0 or more, at most the sum of the prices.</param>
/// <param name="Charged">What each ticket costs in the end; 0 or more. The tickets of a booking add up to its amount.</param>
public sealed record Quote(IReadOnlyList<decimal> Prices, decimal Discount, IReadOnlyList<decimal> Charged)
{
    public decimal Total => Charged.Sum();

    /// <param name="prices">0 or more, two decimals each.</param>
    public static Quote Of(IReadOnlyList<decimal> prices, Voucher? voucher)
    {
        var discount = voucher?.DiscountOn(prices.Sum()) ?? 0;
        return new(prices, discount, [.. prices.Zip(Spread(discount, prices), (price, off) => price - off)]);
    }

    /// <summary>
    /// Each ticket's share of the discount, by its price. Whole cents: all are rounded down, and the cents that are left go to
    /// those that lost most by it, the first of equals first. So no ticket ever gives more than its price.
    /// </summary>
    private static decimal[] Spread(decimal discount, IReadOnlyList<decimal> prices)
    {
        var sum = prices.Sum();
        if (sum == 0) return new decimal[prices.Count];
        var exact = prices.Select(price => discount * price / sum).ToList();
        decimal[] shares = [.. exact.Select(share => Math.Floor(share * 100) / 100)];
        var left = (int)((discount - shares.Sum()) * 100);
        foreach (var i in Enumerable.Range(0, prices.Count).OrderByDescending(i => exact[i] - shares[i]).Take(left)) shares[i] += 0.01m;
        return shares;
    }
}

/// <summary>What a voucher took off a booking.</summary>
/// <param name="Voucher">Its code.</param>
/// <param name="Amount">In the booking's currency.</param>
public sealed record Discount(string Voucher, decimal Amount);
