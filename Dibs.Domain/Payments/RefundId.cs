using System.Security.Cryptography;
using System.Text;

namespace Dibs.Domain.Payments;

/// <summary>
/// What the payment company knows a booking's refund by. It follows from the booking, so that whoever tries it again, on
/// whatever instance, after whatever crash, asks for the same one.
/// </summary>
public static class RefundId
{
    public static Guid Of(Guid bookingId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("dibs-refund:" + bookingId.ToString("N")));
        var bytes = hash.AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80); // version 8: made by a rule of our own (RFC 9562)
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
