using System.Text;
using Dibs.Experiments.Circuits;

namespace Dibs.Infrastructure.Tests.Circuits;

public sealed class RenderBatchTests
{
    private const int Element = 1;
    private const int Attribute = 3;
    private const int Markup = 8;

    [Fact]
    public void Batch_WithAnAttributeAndMarkup_GivesWhatIsPutIn()
    {
        var long_ = "<div>" + new string('ż', 200) + "</div>";
        var batch = new RenderBatch(Batch(
            ["button", "aria-label", "Row C, seat 7, free", long_], (Element, 2, 0), (Attribute, 1, 2), (Attribute, 1, -1), (Markup, 3, 0)));

        Assert.Equal(4, batch.FrameCount);
        Assert.True(batch.AttributeAt(0, "aria-label"u8).IsEmpty);
        Assert.Equal("Row C, seat 7, free", Encoding.UTF8.GetString(batch.AttributeAt(1, "aria-label"u8)));
        Assert.True(batch.AttributeAt(1, "class"u8).IsEmpty);
        // -1 stands for null.
        Assert.True(batch.AttributeAt(2, "aria-label"u8).IsEmpty);
        Assert.True(batch.MarkupAt(2).IsEmpty);
        Assert.Equal(long_, Encoding.UTF8.GetString(batch.MarkupAt(3)));
    }

    /// <summary>In the form of RenderBatchWriter: edits, frames of 20 bytes, ids, texts, and where each of them begins.</summary>
    private static byte[] Batch(string[] texts, params (int Type, int First, int Second)[] frames)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(0);
        var framesAt = (int)bytes.Position;
        writer.Write(frames.Length);
        foreach (var frame in frames)
        {
            writer.Write(frame.Type);
            writer.Write(frame.First);
            writer.Write(frame.Second);
            writer.Write(0L);
        }

        var idsAt = (int)bytes.Position;
        writer.Write(0);
        List<int> starts = [];
        foreach (var text in texts)
        {
            starts.Add((int)bytes.Position);
            writer.Write(text);
        }

        var textsAt = (int)bytes.Position;
        foreach (var start in starts) writer.Write(start);
        foreach (var at in (int[])[0, framesAt, idsAt, idsAt, textsAt]) writer.Write(at);
        return bytes.ToArray();
    }
}
