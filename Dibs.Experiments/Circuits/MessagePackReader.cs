using System.Buffers.Binary;

namespace Dibs.Experiments.Circuits;

/// <summary>
/// Reads MessagePack without copying anything, as thousands of circuits are read in one process
/// (https://github.com/msgpack/msgpack/blob/master/spec.md).
/// </summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>How many values the array has that follow.</summary>
    public int ReadArrayHeader() => ReadByte() switch
    {
        var code and >= 0x90 and <= 0x9f => code & 0x0f,
        0xdc => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        0xdd => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
        var other => throw Unexpected("an array", other),
    };

    public long ReadInteger() => ReadByte() switch
    {
        var code and <= 0x7f => code,
        var code and >= 0xe0 => (sbyte)code,
        0xcc => ReadByte(),
        0xcd => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        0xce => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        0xcf => checked((long)BinaryPrimitives.ReadUInt64BigEndian(Take(8))),
        0xd0 => (sbyte)ReadByte(),
        0xd1 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
        0xd2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
        0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
        var other => throw Unexpected("a whole number", other),
    };

    public bool ReadBoolean() => ReadByte() switch
    {
        0xc2 => false,
        0xc3 => true,
        var other => throw Unexpected("true or false", other),
    };

    /// <summary>Text as UTF-8, or bytes; empty for nil.</summary>
    public ReadOnlySpan<byte> ReadBytes() => ReadByte() switch
    {
        0xc0 => [],
        var code and >= 0xa0 and <= 0xbf => Take(code & 0x1f),
        0xc4 or 0xd9 => Take(ReadByte()),
        0xc5 or 0xda => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
        0xc6 or 0xdb => Take(BinaryPrimitives.ReadInt32BigEndian(Take(4))),
        var other => throw Unexpected("text or bytes", other),
    };

    /// <summary>Passes over one value, whatever it is.</summary>
    public void Skip()
    {
        var code = ReadByte();
        switch (code)
        {
            case <= 0x7f or >= 0xe0 or 0xc0 or 0xc2 or 0xc3: break;
            case <= 0x8f: SkipMany(2 * (code & 0x0f)); break;
            case <= 0x9f: SkipMany(code & 0x0f); break;
            case <= 0xbf: Take(code & 0x1f); break;
            case 0xc4 or 0xd9: Take(ReadByte()); break;
            case 0xc5 or 0xda: Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))); break;
            case 0xc6 or 0xdb: Take(BinaryPrimitives.ReadInt32BigEndian(Take(4))); break;
            case 0xcc or 0xd0: Take(1); break;
            case 0xcd or 0xd1: Take(2); break;
            case 0xca or 0xce or 0xd2: Take(4); break;
            case 0xcb or 0xcf or 0xd3: Take(8); break;
            case 0xdc: SkipMany(BinaryPrimitives.ReadUInt16BigEndian(Take(2))); break;
            case 0xde: SkipMany(2 * BinaryPrimitives.ReadUInt16BigEndian(Take(2))); break;
            default: throw Unexpected("a value", code);
        }
    }

    private void SkipMany(int count)
    {
        for (var i = 0; i < count; i++) Skip();
    }

    private byte ReadByte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _bytes.Length - _at) throw new InvalidDataException("The message ends too soon.");
        var taken = _bytes.Slice(_at, length);
        _at += length;
        return taken;
    }

    private static InvalidDataException Unexpected(string wanted, byte found) =>
        new($"The message has 0x{found:x2} where {wanted} should be.");
}
