using System.Security.Cryptography;
using System.Text;

namespace Dibs.Domain.Bookings;

/// <summary>
/// Ids that follow from the client's idempotency key. The booking's primary key is then also the fence against doing
/// the same wish twice, whatever instance it reaches and however often, without a row or a commit of its own.
/// </summary>
public static class BookingId
{
    // Crockford's base 32: no I, L, O or U, so nothing is misread on the phone.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>The booking's id.</summary>
    /// <param name="idempotencyKey">As the client sent it, 1 to 200 characters.</param>
    public static Guid FromKey(string idempotencyKey)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("dibs-booking:" + idempotencyKey));
        var bytes = hash.AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80); // version 8: made by a rule of our own (RFC 9562)
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The reference that belongs to a booking: 60 bits of its hash, as "7K3M-9QXP-2VTA".</summary>
    public static string ReferenceOf(Guid bookingId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("dibs-reference:" + bookingId.ToString("N")));
        var bits = BitConverter.ToUInt64(hash);
        Span<char> text = stackalloc char[14];
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 4 or 9)
            {
                text[i] = '-';
                continue;
            }

            text[i] = Alphabet[(int)(bits & 31)];
            bits >>= 5;
        }

        return new string(text);
    }
}
