using QRCoder;

namespace Dibs.Infrastructure.Tickets;

/// <summary>A ticket's QR code, to be drawn.</summary>
/// <param name="Size">Modules of a side, without the quiet zone.</param>
/// <param name="Runs">Each run of dark modules in a line, top to bottom.</param>
public sealed record TicketQr(int Size, IReadOnlyList<QrRun> Runs)
{
    /// <summary>White modules at each side, which scanners need.</summary>
    public const int Quiet = 4;

    /// <summary>A seventh of it may be lost, in the fold of the paper or under a thumb.</summary>
    private const QRCodeGenerator.ECCLevel Level = QRCodeGenerator.ECCLevel.M;

    public static TicketQr Of(string content)
    {
        using var code = QRCodeGenerator.GenerateQrCode(content, Level);
        var runs = new List<QrRun>();
        for (var y = Quiet; y < code.ModuleMatrix.Count - Quiet; y++)
        {
            var line = code.ModuleMatrix[y];
            for (var x = Quiet; x < line.Count; x++)
            {
                if (!line[x]) continue;
                var from = x;
                while (line[x]) x++;
                runs.Add(new QrRun(from - Quiet, y - Quiet, x - from));
            }
        }

        return new TicketQr(code.ModuleMatrix.Count - (2 * Quiet), runs);
    }

    public static byte[] Png(string content)
    {
        using var code = QRCodeGenerator.GenerateQrCode(content, Level);
        using var picture = new PngByteQRCode(code);
        return picture.GetGraphic(pixelsPerModule: 12);
    }
}

public readonly record struct QrRun(int X, int Y, int Length);
