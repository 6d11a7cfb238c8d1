using System.Globalization;

namespace Dibs.Domain.Pricing;

/// <summary>An amount in one currency.</summary>
/// <param name="Amount">Two decimals, in the currency's main unit (12.50 is twelve and a half), 0 or more.</param>
/// <param name="Currency">ISO 4217 code, three capital letters.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    public override string ToString() => In(CultureInfo.InvariantCulture);

    /// <summary>With that language's decimal point or comma.</summary>
    public string In(CultureInfo culture) => string.Create(culture, $"{Amount:0.00} {Currency}");
}
