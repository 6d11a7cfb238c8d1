using System.Text;
using Dibs.Domain.Languages;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Tickets;
using PdfSharp.Pdf.IO;

namespace Dibs.Infrastructure.Tests.Tickets;

/// <summary>Tickets on paper.</summary>
public sealed class TicketPdfTests
{
    private static readonly (TicketKey Key, byte[] PrivateKey) Pair = TicketKey.New();

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 19, 30, 0, TimeSpan.Zero);

    private static readonly ScreeningDetails Screening = new(
        7, new FilmSummary(1, "Zażółć gęślą jaźń: a film whose title is much too long for a single line of a ticket", "", "", 120, 0),
        new CinemaSummary(1, "Latarnia", "Gdynia", "Europe/Warsaw", "PLN"),
        "Hall 1", Start, Start.AddHours(2), false, null, new SeatPlan(1, []),
        new PriceList("PLN", new Dictionary<(SeatCategory, TicketType), decimal>()));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(10, 4)]
    public void Pdf_OfAnyNumber_HasEachCodeToBeScanned(int count, int pages)
    {
        var papers = Enumerable.Range(1, count).Select(Paper).ToList();

        var pdf = TicketPdf.Write(papers);

        var codes = PdfCodes.In(pdf);
        Assert.Equal(papers.Select(paper => paper.Content), codes);
        Assert.All(codes.Zip(papers), pair => Assert.Equal(
            new TicketVerdict.Genuine(pair.Second.Code), new TicketKeyRing([Pair.Key]).Verify(pair.First)));
        using var document = PdfReader.Open(new MemoryStream(pdf), PdfDocumentOpenMode.Import);
        Assert.Equal(pages, document.PageCount);
        Assert.Contains("B1", document.Info.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Pdf_OfAPolishBooking_SaysSo()
    {
        var pdf = TicketPdf.Write([Paper(1) with { Language = Language.Polish }]);
        using var document = PdfReader.Open(new MemoryStream(pdf), PdfDocumentOpenMode.Import);
        Assert.Equal("pl-PL", document.Language);
        Assert.Single(PdfCodes.In(pdf));
    }

    [Fact]
    public void Pdf_EmbedsItsFonts()
    {
        var text = Encoding.Latin1.GetString(TicketPdf.Write([Paper(1)]));
        Assert.Equal(2, text.Split("/FontFile2").Length - 1);
    }

    [Fact]
    public void Pdf_ByManyAtOnce_IsThatOfEach() => Parallel.For(0, 24, i =>
        Assert.Equal([Paper(i + 1).Code], PdfCodes.In(TicketPdf.Write([Paper(i + 1)])).Select(code => SignedTicket.Read(code)!.Code)));

    [Fact]
    public void Time_IsByTheCinemasClock() => Assert.Equal("Sun 22 November 2026, 20:30", PaperTexts.In(Language.English).When(Screening));

    private static TicketPaper Paper(int number)
    {
        var code = $"{number:00}23456789ABCDEFGHJKMNPQRS";
        return new TicketPaper(
            code, Pair.Key.Sign(code, Pair.PrivateKey), "7K3M-9QXP-2VTA", $"B{number}", TicketType.Adult, new Money(38, "PLN"), Screening);
    }
}
