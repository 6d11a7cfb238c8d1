using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Dibs.Domain.Languages;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Screenings;

public sealed class HallOverviewTests
{
    [Fact]
    public void Overview_OfAHallWithAisles_HasAStrokeForEachBlock()
    {
        // Aisles after seat 2 of each row, and .7 of a row in front of row C.
        Assert.Equal("M0 0.5h2M3 0.5h4M0 1.5h2M3 1.5h4M0 3.2h2M3 3.2h2", Draw(Sample.Plan).QuerySelector(".all")!.GetAttribute("d"));
    }

    [Fact]
    public void Overview_OneUnitIsOneSeat_WithRoomForTheScreen()
    {
        // The browser counts on it: seven columns and 3.7 rows, with one around and one more above.
        Assert.Equal("-1 -2 9 6.7", Draw(Sample.Plan).GetAttribute("viewBox"));
    }

    [Theory]
    [InlineData(80, 1, 112)]
    [InlineData(25, 25, 81)]
    [InlineData(4, 60, 8)]
    public void Overview_OfAnyHall_StaysSmall(int columns, int rows, int width)
    {
        var seats = from row in Enumerable.Range(0, rows)
                    from column in Enumerable.Range(0, columns)
                    select new Seat($"R{row}N{column}", $"R{row}", column + 1, SeatCategory.Standard, SeatKind.Ordinary, column, row);
        var overview = Draw(new(2, [.. seats]));
        Assert.Equal(width, int.Parse(overview.GetAttribute("width")!, null));
        Assert.Equal(rows, overview.QuerySelector(".all")!.GetAttribute("d")!.Count(c => c == 'M'));
    }

    private static IElement Draw(SeatPlan plan)
    {
        var drawing = HallDrawing.Of(Sample.Screening with { Plan = plan }, Words.In(Language.English));
        return new HtmlParser().ParseDocument(drawing.Overview.Value).QuerySelector("svg")!;
    }
}
