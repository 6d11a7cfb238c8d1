using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using QRCoder;

namespace Dibs.Web.Components.Bookings;

/// <summary>A QR code, sharp at any size, dark on light in either mode.</summary>
public sealed partial class QrCode
{
    private string _path = "";
    private int _size;
    private string? _drawn;

    /// <summary>What a scanner reads.</summary>
    [Parameter, EditorRequired] public string Content { get; set; } = "";

    /// <summary>What it is, for readers of the screen.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    protected override void OnParametersSet()
    {
        if (_drawn == Content) return;
        _drawn = Content;
        using var code = QRCodeGenerator.GenerateQrCode(Content, QRCodeGenerator.ECCLevel.M);
        _size = code.ModuleMatrix.Count;
        _path = Draw(code);
    }

    // One stroke for each run of dark modules in a line.
    private static string Draw(QRCodeData code)
    {
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            var line = code.ModuleMatrix[y];
            for (var x = 0; x < line.Count; x++)
            {
                if (!line[x]) continue;
                var from = x;
                while (x < line.Count && line[x]) x++;
                path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
            }
        }

        return path.ToString();
    }
}
