namespace Dibs.Domain.Payments;

/// <summary>The cards that the payment simulator knows, as payment companies have them. No real card is ever accepted.</summary>
public static class TestCard
{
    public const string Pays = "4242424242424242";
    public const string Declined = "4000000000000002";
    public const string AnswersSlowly = "4000000000000259";
    public const string TimesOutPaid = "4000000000000341";
    public const string TimesOutUnpaid = "4000000000000119";

    public static IReadOnlyList<string> All { get; } = [Pays, Declined, AnswersSlowly, TimesOutPaid, TimesOutUnpaid];

    /// <summary>What the payment company would give for a card number: the number itself never goes any further.</summary>
    /// <param name="number">Digits; spaces and dashes are left out.</param>
    /// <returns>Null for anything but a test card.</returns>
    public static string? TokenOf(string? number)
    {
        var digits = (number ?? "").Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return All.Contains(digits) ? "tok_test_" + digits[^4..] : null;
    }
}
