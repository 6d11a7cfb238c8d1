using Dibs.Domain.Tickets;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Dibs.Infrastructure.Tickets;

/// <summary>Tickets to print at home: three on a page of A4, to be cut out.</summary>
public static class TicketPdf
{
    private const int OnAPage = 3;
    private const double Margin = 42;
    private const double Between = 28;

    // PDFsharp shares its fonts between all documents of a process.
    private static readonly Lock OneAtATime = new();

    /// <param name="papers">1 or more of one booking.</param>
    public static byte[] Write(IReadOnlyList<TicketPaper> papers)
    {
        lock (OneAtATime)
        {
            TicketFonts.Use();
            using var document = new PdfDocument();
            document.Info.Title = TitleOf(papers);
            document.Info.Creator = "Dibs";
            document.Language = papers[0].Language.Culture.Name;
            foreach (var page in papers.Chunk(OnAPage)) Draw(document, page);
            using var bytes = new MemoryStream();
            document.Save(bytes);
            return bytes.ToArray();
        }
    }

    private static string TitleOf(IReadOnlyList<TicketPaper> papers) =>
        $"{papers[0].Screening.Film.Title}, {string.Join(", ", papers.Select(paper => paper.Seat))}";

    private static void Draw(PdfDocument document, TicketPaper[] papers)
    {
        var page = document.AddPage();
        page.Size = PageSize.A4;
        using var canvas = XGraphics.FromPdfPage(page);
        for (var i = 0; i < papers.Length; i++)
            TicketDrawing.Draw(canvas, papers[i], new XPoint(Margin, Margin + (i * (TicketDrawing.Height + Between))));
    }
}
