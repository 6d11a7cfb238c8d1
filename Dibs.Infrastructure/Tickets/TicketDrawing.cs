using Dibs.Domain.Languages;
using Dibs.Domain.Tickets;
using PdfSharp.Drawing;

namespace Dibs.Infrastructure.Tickets;

/// <summary>One ticket on paper, as the page's card has it: what is on at the left, the code on a stub at the right.</summary>
internal static class TicketDrawing
{
    // All in points, 72 to the inch.
    public const double Width = 511;
    public const double Height = 216;

    private const double Stub = 176;
    private const double Inset = 20;
    private const double Code = 144;

    private static readonly XColor Grey = XColor.FromGrayScale(0.38);
    private static readonly XBrush Ink = XBrushes.Black;
    private static readonly XBrush Muted = new XSolidBrush(Grey);

    /// <param name="at">The upper left corner.</param>
    public static void Draw(XGraphics canvas, TicketPaper paper, XPoint at)
    {
        var state = canvas.Save();
        canvas.TranslateTransform(at.X, at.Y);
        DrawOutline(canvas);
        DrawBody(canvas, paper);
        DrawStub(canvas, paper);
        canvas.Restore(state);
    }

    private static void DrawOutline(XGraphics canvas)
    {
        var line = new XPen(Grey, 0.75);
        canvas.DrawRoundedRectangle(line, 0, 0, Width, Height, 24, 24);
        var tear = new XPen(Grey, 0.75) { DashStyle = XDashStyle.Dash };
        canvas.DrawLine(tear, Width - Stub, 10, Width - Stub, Height - 10);
    }

    private static void DrawBody(XGraphics canvas, TicketPaper paper)
    {
        const double Room = Width - Stub - (2 * Inset);
        var screening = paper.Screening;
        var texts = PaperTexts.In(paper.Language);
        Text(canvas, screening.Film.Title, 20, bold: true, Ink, Inset, 40, Room);
        Text(canvas, texts.When(screening), 12, bold: true, Ink, Inset, 64, Room);
        Text(canvas, PaperTexts.Where(screening), 10, bold: false, Muted, Inset, 82, Room);

        var x = Field(canvas, texts["Row"], paper.Row, 38, Inset);
        x = Field(canvas, texts["Seat"], paper.Number, 38, x);
        x = Field(canvas, texts["Ticket"], texts.Of(paper.Type), 12, x);
        Field(canvas, texts["Price"], texts.Of(paper.Price), 12, x);
        Text(canvas, texts["Booking {0}", paper.Reference], 8, bold: false, Muted, Inset, Height - 18, Room);
    }

    /// <summary>A small name above a value. Returns where the next one begins.</summary>
    private static double Field(XGraphics canvas, string name, string value, double size, double x)
    {
        Text(canvas, name, 8.5, bold: false, Muted, x, 122, Width);
        var width = Text(canvas, value, size, bold: true, Ink, x, size > 20 ? 160 : 138, Width);
        return x + Math.Max(width, 24) + 24;
    }

    private static void DrawStub(XGraphics canvas, TicketPaper paper)
    {
        const double Left = Width - Stub + ((Stub - Code) / 2);
        DrawCode(canvas, paper.Content, Left, 16);
        var groups = paper.Code.Chunk(5).Select(group => new string(group)).ToList();
        Text(canvas, string.Join(' ', groups.Take(3)), 8, bold: false, Muted, Left, 180, Code, Code);
        Text(canvas, string.Join(' ', groups.Skip(3)), 8, bold: false, Muted, Left, 192, Code, Code);
    }

    /// <summary>One path, filled at once: no viewer draws seams into it, and it is sharp at any size.</summary>
    private static void DrawCode(XGraphics canvas, string content, double left, double top)
    {
        var code = TicketQr.Of(content);
        var module = Code / code.Size;
        var path = new XGraphicsPath { FillMode = XFillMode.Winding };
        foreach (var run in code.Runs)
            path.AddRectangle(left + (run.X * module), top + (run.Y * module), run.Length * module, module);
        canvas.DrawPath(Ink, path);
    }

    /// <summary>One line, made smaller and then shorter where it has not the room. Returns its width.</summary>
    /// <param name="y">Where the letters stand.</param>
    /// <param name="centredIn">A width to centre it in.</param>
    private static double Text(
        XGraphics canvas, string text, double size, bool bold, XBrush brush, double x, double y, double room, double? centredIn = null)
    {
        var style = bold ? XFontStyleEx.Bold : XFontStyleEx.Regular;
        var font = new XFont(TicketFonts.Family, size, style);
        for (var smaller = size - 1; canvas.MeasureString(text, font).Width > room && smaller >= size * 0.7; smaller--)
            font = new XFont(TicketFonts.Family, smaller, style);
        while (canvas.MeasureString(text, font).Width > room && text.Length > 2) text = Shorter(text);
        var width = canvas.MeasureString(text, font).Width;
        canvas.DrawString(text, font, brush, centredIn is { } whole ? x + ((whole - width) / 2) : x, y);
        return width;
    }

    private static string Shorter(string text)
    {
        var end = text.Length - 2;
        if (char.IsLowSurrogate(text[end])) end--;
        return text[..end].TrimEnd() + "…";
    }
}
