using System.Security.Cryptography;

namespace Dibs.Domain.Tickets;

/// <summary>What makes a ticket that ticket: 130 random bits, so that nobody guesses one.</summary>
public static class TicketCode
{
    public const int Length = 26;

    public static string New() => RandomNumberGenerator.GetString(Base32.Alphabet, Length);

    public static bool IsWellFormed(string? code) => code is { Length: Length } && code.All(Base32.Alphabet.Contains);
}
