using System.Security.Cryptography;
using System.Text;

namespace Dibs.Domain.Tickets;

/// <summary>What makes a ticket that ticket: 130 random bits, so that nobody guesses one.</summary>
public static class TicketCode
{
    public const int Length = 26;

    public static string New() => RandomNumberGenerator.GetString(Base32.Alphabet, Length);

    /// <summary>A code as somebody types it: small letters, in groups, and with the letters that are not in the alphabet.</summary>
    /// <returns>Null where it cannot be one.</returns>
    public static string? Read(string? text)
    {
        if (text is null || text.Length > 2 * Length) return null;
        var code = string.Concat(text.ToUpperInvariant().Where(letter => !char.IsWhiteSpace(letter) && letter != '-'))
            .Replace('O', '0').Replace('I', '1').Replace('L', '1');
        return IsWellFormed(code) ? code : null;
    }

    /// <summary>Tells whether two codes are the same without telling the code: SHA-256 in hex.</summary>
    public static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code)));

    public static bool IsWellFormed(string? code) => code is { Length: Length } && code.All(Base32.Alphabet.Contains);
}
