using System.Text;

namespace Dibs.Domain.Tickets;

/// <summary>
/// What the QR code of a ticket carries: its code, signed, so that a door can tell a genuine one without a network. Nothing in it
/// says whose the ticket is. All of it is capital letters and digits, which QR codes write most densely. Byte by byte in
/// docs/tickets.md.
/// </summary>
public sealed class SignedTicket
{
    /// <summary>Characters of the whole text.</summary>
    public const int Length = UnsignedLength + SignatureLength;

    /// <summary>Characters of a key's id.</summary>
    public const int KeyIdLength = 4;

    private const string Version = "D1";
    private const int UnsignedLength = 2 + KeyIdLength + TicketCode.Length;

    // r and s, 32 bytes each, in base 32.
    private const int SignatureBytes = 64;
    private const int SignatureLength = 103;

    private SignedTicket(string keyId, string code, byte[] signature)
    {
        KeyId = keyId;
        Code = code;
        Signature = signature;
    }

    /// <summary>Which key is said to have signed it.</summary>
    public string KeyId { get; }

    /// <summary>The ticket's code.</summary>
    public string Code { get; }

    internal byte[] Signature { get; }

    /// <summary>All that comes before the signature.</summary>
    internal static byte[] BytesToSign(string keyId, string code) => Encoding.ASCII.GetBytes(Version + keyId + code);

    internal static string Write(string keyId, string code, byte[] signature) =>
        Version + keyId + code + Base32.Write(signature);

    /// <summary>Null for what is not such a text. Says nothing about whether the signature is right.</summary>
    /// <param name="text">As a scanner gives it: spaces around it and small letters do not matter.</param>
    public static SignedTicket? Read(string? text)
    {
        var given = text?.Trim().ToUpperInvariant();
        if (given is not { Length: Length } || !given.StartsWith(Version, StringComparison.Ordinal)) return null;
        var keyId = given[Version.Length..(Version.Length + KeyIdLength)];
        var code = given[(Version.Length + KeyIdLength)..UnsignedLength];
        var signature = new byte[SignatureBytes];
        return keyId.All(Base32.Alphabet.Contains) && TicketCode.IsWellFormed(code)
            && Base32.TryRead(given.AsSpan(UnsignedLength), signature)
            ? new SignedTicket(keyId, code, signature)
            : null;
    }
}
