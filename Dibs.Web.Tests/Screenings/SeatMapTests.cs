using Bunit;
using Dibs.Domain.Languages;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Screenings;

public sealed class SeatMapTests : PageTest
{
    private readonly HallSeats _hall = new(Sample.Screening, SeatStates.Of(Sample.Plan, []), Words.In(Language.English));

    [Fact]
    public void Map_IsAGrid_OfLabelledRowsAndSeats()
    {
        var map = Draw();
        var rows = map.FindAll("[role=grid] [role=row]");
        Assert.Equal(["Row A", "Row B", "Row C"], rows.Select(row => row.QuerySelector("[role=rowheader]")!.GetAttribute("aria-label")));
        Assert.Equal([6, 6, 4], rows.Select(row => row.QuerySelectorAll("[role=gridcell] button").Length));
        // Sighted people find the letter at both ends.
        Assert.All(rows, row => Assert.Equal(2, row.QuerySelectorAll(".name").Length));
    }

    [Fact]
    public void Map_ForTheTabKey_IsOneStop()
    {
        _hall.Take(SeatStates.Of(Sample.Plan, [new SeatStatus("A1", SeatState.Booked, null, 1)]));
        var stop = Assert.Single(Draw().FindAll("[role=grid] button[tabindex='0']"));
        Assert.StartsWith("Row A, seat 2,", stop.GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public void Map_WithSeatsOfMine_StartsAtThem()
    {
        _hall.Take(Sample.Hold(TimeSpan.FromMinutes(5), "B4", "B5"), hasExpired: false);
        var stop = Assert.Single(Draw().FindAll("[role=grid] button[tabindex='0']"));
        Assert.StartsWith("Row B, seat 4,", stop.GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public void Map_Seats_KnowTheirColumn()
    {
        // The browser moves up and down by these (seat-map.js): the aisle after seat 2 is a column, too.
        var columns = Draw().FindAll("[role=row]")[1].QuerySelectorAll("button").Select(seat => seat.GetAttribute("data-x"));
        Assert.Equal(["0", "1", "3", "4", "5", "6"], columns);
    }

    [Fact]
    public void Map_OneSeatSold_DrawsOnlyItsRowAgain()
    {
        var map = Draw();
        var before = map.FindComponents<SeatRow>().ToDictionary(row => row.Instance.Row.Name, row => row.RenderCount);
        _hall.Take(SeatStates.Of(Sample.Plan, [new SeatStatus("B3", SeatState.Booked, null, 1)]));
        map.Render();
        var changed = map.FindComponents<SeatRow>().Where(row => row.RenderCount != before[row.Instance.Row.Name]);
        Assert.Equal(["B"], changed.Select(row => row.Instance.Row.Name));
    }

    [Fact]
    public void Map_Overview_IsThePlanAloneAndNotRead()
    {
        var map = Draw();
        var overview = map.Find("[data-overview]");
        Assert.Equal("true", overview.GetAttribute("aria-hidden"));
        // Until the browser finds that the hall is wider than its view.
        Assert.True(overview.HasAttribute("hidden"));
        var before = overview.InnerHtml;
        Assert.NotEmpty(before);
        _hall.Take(SeatStates.Of(Sample.Plan, [new SeatStatus("B3", SeatState.Booked, null, 1)]));
        map.Render();
        Assert.Equal(before, map.Find("[data-overview]").InnerHtml);
    }

    [Fact]
    public void Map_ClickOnASeat_SaysWhich()
    {
        Seat? clicked = null;
        var map = Draw(seat => clicked = seat);
        map.Toggle("Row C, seat 2, love seat, 45.00 PLN, free");
        Assert.Equal("C2", clicked?.Id);
    }

    private IRenderedComponent<SeatMap> Draw(Action<Seat>? onToggle = null) => Render<SeatMap>(parameters => parameters
        .Add(map => map.Hall, _hall)
        .Add(map => map.OnToggle, onToggle ?? (_ => { })));
}
