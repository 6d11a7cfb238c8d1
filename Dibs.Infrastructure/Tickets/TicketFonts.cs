using PdfSharp.Fonts;

namespace Dibs.Infrastructure.Tickets;

/// <summary>The fonts that PDFs embed: Inter, shipped with Dibs, so that a ticket looks the same wherever it is made.</summary>
internal sealed class TicketFonts : IFontResolver
{
    public const string Family = "Inter";

    private TicketFonts()
    {
    }

    /// <summary>PDFsharp has one place for this in a process. Safe to call again.</summary>
    public static void Use() => GlobalFontSettings.FontResolver ??= new TicketFonts();

    public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
        new(isBold ? "Inter-Bold.ttf" : "Inter-Regular.ttf");

    public byte[] GetFont(string faceName)
    {
        using var file = typeof(TicketFonts).Assembly.GetManifestResourceStream(faceName)!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
