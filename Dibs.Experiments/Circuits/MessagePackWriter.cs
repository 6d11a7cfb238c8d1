using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Dibs.Experiments.Circuits;

/// <summary>
/// Writes what a circuit's client has to say in MessagePack: nil, booleans, whole numbers, text, arrays and maps
/// (https://github.com/msgpack/msgpack/blob/master/spec.md), each in its shortest form.
/// </summary>
internal static class MessagePackWriter
{
    public static void WriteNil(this IBufferWriter<byte> output) => output.WriteByte(0xc0);

    public static void WriteBoolean(this IBufferWriter<byte> output, bool value) => output.WriteByte(value ? (byte)0xc3 : (byte)0xc2);

    public static void WriteInteger(this IBufferWriter<byte> output, long value)
    {
        switch (value)
        {
            case >= 0 and <= 0x7f or >= -0x20 and < 0:
                output.WriteByte((byte)value);
                break;
            case >= sbyte.MinValue and <= sbyte.MaxValue:
                output.WriteByte(0xd0);
                output.WriteByte((byte)value);
                break;
            case >= short.MinValue and <= short.MaxValue:
                output.WriteByte(0xd1);
                BinaryPrimitives.WriteInt16BigEndian(output.Take(2), (short)value);
                break;
            case >= int.MinValue and <= int.MaxValue:
                output.WriteByte(0xd2);
                BinaryPrimitives.WriteInt32BigEndian(output.Take(4), (int)value);
                break;
            default:
                output.WriteByte(0xd3);
                BinaryPrimitives.WriteInt64BigEndian(output.Take(8), value);
                break;
        }
    }

    /// <param name="value">Null is written as nil.</param>
    public static void WriteText(this IBufferWriter<byte> output, string? value)
    {
        if (value is null)
        {
            output.WriteNil();
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        switch (length)
        {
            case < 32:
                output.WriteByte((byte)(0xa0 | length));
                break;
            case <= byte.MaxValue:
                output.WriteByte(0xd9);
                output.WriteByte((byte)length);
                break;
            case <= ushort.MaxValue:
                output.WriteByte(0xda);
                BinaryPrimitives.WriteUInt16BigEndian(output.Take(2), (ushort)length);
                break;
            default:
                output.WriteByte(0xdb);
                BinaryPrimitives.WriteInt32BigEndian(output.Take(4), length);
                break;
        }

        Encoding.UTF8.GetBytes(value, output.Take(length));
    }

    /// <param name="count">0 to 15; what follows is that many values.</param>
    public static void WriteArrayHeader(this IBufferWriter<byte> output, int count) => output.WriteByte((byte)(0x90 | count));

    /// <param name="count">0 to 15; what follows is that many keys, each with its value.</param>
    public static void WriteMapHeader(this IBufferWriter<byte> output, int count) => output.WriteByte((byte)(0x80 | count));

    private static void WriteByte(this IBufferWriter<byte> output, byte value) => output.Take(1)[0] = value;

    private static Span<byte> Take(this IBufferWriter<byte> output, int length)
    {
        var span = output.GetSpan(length)[..length];
        output.Advance(length);
        return span;
    }
}
