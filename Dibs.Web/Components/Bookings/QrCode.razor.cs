using System.Globalization;
using System.Text;
using Dibs.Infrastructure.Tickets;
using Microsoft.AspNetCore.Components;

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
        var code = TicketQr.Of(Content);
        _size = code.Size + (2 * TicketQr.Quiet);
        _path = Draw(code);
    }

    private static string Draw(TicketQr code)
    {
        var path = new StringBuilder();
        foreach (var (x, y, length) in code.Runs)
            path.Append(CultureInfo.InvariantCulture, $"M{x + TicketQr.Quiet} {y + TicketQr.Quiet}h{length}v1h-{length}z");
        return path.ToString();
    }
}
