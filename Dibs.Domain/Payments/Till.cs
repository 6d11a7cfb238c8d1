using Dibs.Domain.BoxOffice;

namespace Dibs.Domain.Payments;

/// <summary>
/// The desk's till, in place of a customer's card: it has the money already, so it always pays. Its sales stand in the same ledger as
/// all others, so that they are checked and given back in the same way.
/// </summary>
public static class Till
{
    private const string Prefix = "till_";

    /// <summary>What the ledger knows the till by; its last four letters say how the desk was paid.</summary>
    public static string TokenOf(DeskPayment payment) => Prefix + payment.ToString().ToLowerInvariant();

    /// <summary>True of what <see cref="TokenOf"/> gives. No customer's card can be that.</summary>
    public static bool IsToken(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);
}
