using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Dibs.Domain.Languages;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Screenings;

public sealed class HallDrawingTests
{
    [Theory]
    [InlineData("B3", SeatMark.Free, "Row B, seat 3, premium, 38.00 PLN, free")]
    [InlineData("B3", SeatMark.Mine, "Row B, seat 3, premium, 38.00 PLN, yours")]
    [InlineData("B3", SeatMark.Held, "Row B, seat 3, premium, 38.00 PLN, held by somebody else")]
    [InlineData("A4", SeatMark.Sold, "Row A, seat 4, standard, 28.00 PLN, sold")]
    [InlineData("A4", SeatMark.Blocked, "Row A, seat 4, standard, 28.00 PLN, not for sale")]
    [InlineData("A1", SeatMark.Free, "Row A, seat 1, wheelchair place, standard, 28.00 PLN, free")]
    [InlineData("A2", SeatMark.Free, "Row A, seat 2, companion of the wheelchair place beside it, standard, 28.00 PLN, free")]
    public void Seat_InAnyState_SaysAllOfIt(string id, SeatMark mark, string label)
    {
        var seat = Draw(id, mark);
        Assert.Equal(label, seat.GetAttribute("aria-label"));
        Assert.Equal(mark == SeatMark.Mine ? "true" : "false", seat.GetAttribute("aria-pressed"));
    }

    [Theory]
    [InlineData(SeatMark.Held)]
    [InlineData(SeatMark.Sold)]
    [InlineData(SeatMark.Blocked)]
    public void Seat_NotToBeHad_SaysSoAndStaysReachable(SeatMark mark)
    {
        var seat = Draw("A4", mark);
        Assert.Equal("true", seat.GetAttribute("aria-disabled"));
        Assert.False(seat.HasAttribute("disabled"));
    }

    [Fact]
    public void Seat_StatesAndKinds_AllLookDifferent()
    {
        string[] looks =
        [
            .. Enum.GetValues<SeatMark>().Select(mark => Draw("A4", mark).ClassName!),
            .. ((string[])["A1", "A2", "B1", "C1"]).Select(id => Draw(id, SeatMark.Free).ClassName!),
        ];
        Assert.Equal(looks.Length, looks.Distinct().Count());
    }

    [Fact]
    public void Seat_AfterAnAisle_SaysItsColumn()
    {
        Assert.Equal("grid-column:5", Draw("A3", SeatMark.Free).ParentElement!.GetAttribute("style"));
        Assert.False(Draw("A4", SeatMark.Free).ParentElement!.HasAttribute("style"));
    }

    [Fact]
    public void Drawing_OfTheSamePlanAndPrices_IsSharedWithAllItsHtml()
    {
        var (one, other) = (HallDrawing.Of(Sample.Screening, English), HallDrawing.Of(Sample.Screening with { Id = 8 }, English));
        Assert.Same(one, other);
        Assert.Same(one.Draw(0, SeatMark.Held, isTabStop: false).Value, other.Draw(0, SeatMark.Held, isTabStop: false).Value);
    }

    [Fact]
    public void Drawing_InAnotherLanguage_IsAnother()
    {
        var polish = HallDrawing.Of(Sample.Screening, Words.In(Language.Polish)).Draw(Sample.Plan.IndexOf("B3"), SeatMark.Held, isTabStop: false).Value;
        Assert.Contains("aria-label=\"Rząd B, miejsce 3, premium, 38,00 PLN, trzymane przez kogoś innego\"", polish, StringComparison.Ordinal);
    }

    private static Words English => Words.In(Language.English);

    private static IElement Draw(string id, SeatMark mark)
    {
        var drawn = HallDrawing.Of(Sample.Screening, English).Draw(Sample.Plan.IndexOf(id), mark, isTabStop: false);
        return new HtmlParser().ParseDocument(drawn.Value).QuerySelector("[role=gridcell] > button")!;
    }
}
