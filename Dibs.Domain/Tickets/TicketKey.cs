using System.Security.Cryptography;

namespace Dibs.Domain.Tickets;

/// <summary>A pair of keys of the curve P-256. The public half is all that a door needs.</summary>
/// <param name="Id">Four letters and digits.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo, as in RFC 5480.</param>
public sealed record TicketKey(string Id, byte[] PublicKey)
{
    /// <summary>A new pair.</summary>
    public static (TicketKey Key, byte[] PrivateKey) New()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var id = RandomNumberGenerator.GetString(Base32.Alphabet, SignedTicket.KeyIdLength);
        return (new TicketKey(id, pair.ExportSubjectPublicKeyInfo()), pair.ExportPkcs8PrivateKey());
    }

    /// <summary>What the QR code of a ticket carries.</summary>
    /// <param name="privateKey">PKCS #8, of this key.</param>
    public string Sign(string code, byte[] privateKey)
    {
        using var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(privateKey, out _);
        var signature = pair.SignData(SignedTicket.BytesToSign(Id, code), HashAlgorithmName.SHA256);
        return SignedTicket.Write(Id, code, signature);
    }

    /// <summary>Whether this key has signed it.</summary>
    public bool HasSigned(SignedTicket ticket)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(PublicKey, out _);
        return key.VerifyData(SignedTicket.BytesToSign(Id, ticket.Code), ticket.Signature, HashAlgorithmName.SHA256);
    }
}
