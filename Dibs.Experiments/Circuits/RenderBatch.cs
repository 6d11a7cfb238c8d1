using System.Buffers.Binary;

namespace Dibs.Experiments.Circuits;

/// <summary>
/// What a circuit sends to have the page changed, as far as a viewer needs it: the frames that are put into the page. The
/// form is Blazor's own (RenderBatchWriter in dotnet/aspnetcore): little-endian numbers, tables of fixed size, then the
/// strings, and at the very end where each table begins.
/// </summary>
internal readonly ref struct RenderBatch(ReadOnlySpan<byte> bytes)
{
    private const int FrameSize = 20;
    private const int AttributeFrame = 3;
    private const int MarkupFrame = 8;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many frames there are.</summary>
    public int FrameCount => NumberAt(FramesAt);

    private int FramesAt => NumberAt(_bytes.Length - 16);

    private int StringsAt => NumberAt(_bytes.Length - 4);

    /// <summary>The value that frame <paramref name="index"/> gives to an attribute of that name; else empty.</summary>
    public ReadOnlySpan<byte> AttributeAt(int index, ReadOnlySpan<byte> name)
    {
        var frame = FrameAt(index);
        return NumberAt(frame) == AttributeFrame && StringAt(NumberAt(frame + 4)).SequenceEqual(name)
            ? StringAt(NumberAt(frame + 8)) : [];
    }

    /// <summary>The HTML that frame <paramref name="index"/> puts in as it is; else empty.</summary>
    public ReadOnlySpan<byte> MarkupAt(int index)
    {
        var frame = FrameAt(index);
        return NumberAt(frame) == MarkupFrame ? StringAt(NumberAt(frame + 4)) : [];
    }

    private int FrameAt(int index) => FramesAt + 4 + (index * FrameSize);

    private ReadOnlySpan<byte> StringAt(int index)
    {
        // -1 stands for null.
        if (index < 0) return [];
        var at = NumberAt(StringsAt + (4 * index));
        int length = 0, shift = 0;
        byte part;
        do
        {
            part = _bytes[at++];
            length |= (part & 0x7f) << shift;
            shift += 7;
        }
        while (part >= 0x80);
        return _bytes.Slice(at, length);
    }

    private int NumberAt(int at) => BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]);
}
