using System.Text.RegularExpressions;

namespace Dibs.Domain.Pricing;

/// <summary>What a voucher takes off, and for which screening. When it is valid and how often, only its database knows.</summary>
/// <param name="Code">As it is printed: 3 to 40 capital letters, digits and hyphens.</param>
/// <param name="Percent">More than 0, up to 100; null where it takes off a fixed amount.</param>
/// <param name="Amount">More than 0, two decimals; null where it takes off a share.</param>
/// <param name="Currency">Of a fixed amount; null for so much of any currency.</param>
/// <param name="ScreeningId">The only screening it is for; null for all.</param>
public sealed partial record Voucher(string Code, decimal? Percent, decimal? Amount, string? Currency, int? ScreeningId)
{
    /// <summary>What was typed as a code is written; null where nothing was typed.</summary>
    public static string? CodeOf(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim().ToUpperInvariant();

    /// <summary>False for what no voucher can be called.</summary>
    public static bool IsCode(string code) => CodeForm().IsMatch(code);

    public bool IsFor(int screeningId, string currency) =>
        (ScreeningId is null || ScreeningId == screeningId) && (Currency is null || Currency == currency);

    /// <summary>What it takes off that sum: never more than the sum. Half a cent is rounded up.</summary>
    public decimal DiscountOn(decimal sum) => Math.Min(
        sum, Amount ?? Math.Round(sum * Percent!.Value / 100, 2, MidpointRounding.AwayFromZero));

    [GeneratedRegex("^[A-Z0-9-]{3,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex CodeForm();
}

/// <summary>Why a voucher cannot be used.</summary>
public enum VoucherRefusal
{
    Unknown,

    /// <summary>It is for another screening, or for another currency.</summary>
    NotForScreening,

    /// <summary>Its time is over, or has not begun.</summary>
    Expired,

    UsedUp,
}
