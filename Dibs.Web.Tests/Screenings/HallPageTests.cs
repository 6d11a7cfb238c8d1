using Bunit;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Screenings;

public sealed class HallPageTests : PageTest
{
    [Fact]
    public void Hall_ClickOnAFreeSeat_HoldsItAtOnce()
    {
        var page = Open();
        page.Toggle("Row B, seat 3, premium, 38.00 PLN, free");
        page.Button("Row B, seat 3, premium, 38.00 PLN, yours");
        Assert.True(page.Says("B3 is yours."));
        Assert.True(page.Says("38.00 PLN"));
        Assert.Equal("10:00", page.Find("[role=timer]").TextContent);
        Assert.StartsWith("/checkout/", page.Link("Continue").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Hall_ClickOnMySeat_LetsItGo()
    {
        var page = Open();
        page.Toggle("Row B, seat 3, premium, 38.00 PLN, free");
        page.Toggle("Row B, seat 3, premium, 38.00 PLN, yours");
        page.Button("Row B, seat 3, premium, 38.00 PLN, free");
        Assert.True(page.Says("You have no seats now."));
        Assert.Empty(page.FindAll("[role=timer]"));
    }

    [Fact]
    public void Hall_SeatWasTakenMeanwhile_IsNamedAndTheOthersStay()
    {
        var page = Open();
        page.Toggle("Row B, seat 3, premium, 38.00 PLN, free");
        Cinema.Take("B4", SeatState.Booked);
        page.Toggle("Row B, seat 4, premium, 38.00 PLN, free");
        Assert.Contains("B4 was taken by somebody else just now. B3 is still yours.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        page.Button("Row B, seat 3, premium, 38.00 PLN, yours");
        Assert.Single(page.FindAll("[role=gridcell] button[aria-pressed=true]"));
    }

    [Fact]
    public void Hall_EleventhSeat_IsRefusedInWords()
    {
        Cinema.Give(Customer, TimeSpan.FromMinutes(9), "A3", "A4", "A5", "A6", "B1", "B2", "B3", "B4", "B5", "B6");
        var page = Open();
        page.Toggle("Row C, seat 1, love seat, 45.00 PLN, free");
        Assert.Contains("at most 10 seats", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        page.Button("Row C, seat 1, love seat, 45.00 PLN, free");
    }

    [Fact]
    public void Hall_OpenedAgain_HasTheSameSeatsAndTime()
    {
        Cinema.Give(Customer, TimeSpan.FromSeconds(245), "B3", "B4");
        var page = Open();
        Assert.Equal(2, page.FindAll("[role=gridcell] button[aria-pressed=true]").Count);
        Assert.Equal("4:05", page.Find("[role=timer]").TextContent);
    }

    [Fact]
    public async Task Hall_SomebodyElseBooks_IsSeenAtTheNextLook()
    {
        var page = Open();
        Cinema.Take("B3", SeatState.Booked);
        await EventuallyAsync(SeatWatch.Every, () => page.Button("Row B, seat 3, premium, 38.00 PLN, sold"));
    }

    [Fact]
    public async Task Hall_ChangesMayBeMissing_IsReadAgainAtOnce()
    {
        var page = Open();
        Cinema.Take("B3", SeatState.Booked);
        Feed.Turn(live: true);
        await EventuallyAsync(SeatWatch.Together, () => page.Button("Row B, seat 3, premium, 38.00 PLN, sold"));
        // The regular look would have come much later.
        Assert.True(Clock.GetUtcNow() - Sample.Now < SeatWatch.Every * 6, "It was the regular look that saw it.");
        Assert.False(page.Says("Updates are delayed"));
    }

    [Fact]
    public async Task Hall_ChangesAreNotTold_SaysSoAndLooksEveryFewSeconds()
    {
        var page = Open();
        Feed.Turn(live: false);
        await EventuallyAsync(SeatWatch.Together, () => Assert.True(page.Says("Updates are delayed")));
        var reads = Cinema.SeatReads;
        var since = Clock.GetUtcNow();
        await EventuallyAsync(SeatWatch.Every, () => Assert.True(Cinema.SeatReads >= reads + 5));
        Assert.True(Clock.GetUtcNow() - since < SeatWatch.EveryWhileLive, "It looked as seldom as while changes are told.");
        Cinema.Take("B3", SeatState.Booked);
        await EventuallyAsync(SeatWatch.Every, () => page.Button("Row B, seat 3, premium, 38.00 PLN, sold"));
        Feed.Turn(live: true);
        await EventuallyAsync(SeatWatch.Together, () => Assert.False(page.Says("Updates are delayed")));
    }

    [Fact]
    public async Task Hall_ChangesAreTold_IsReadSeldom()
    {
        var page = Open();
        var reads = Cinema.SeatReads;
        var since = Clock.GetUtcNow();
        await EventuallyAsync(SeatWatch.Every, () => Assert.NotEqual(reads, Cinema.SeatReads));
        Assert.True(Clock.GetUtcNow() - since >= SeatWatch.EveryWhileLive - SeatWatch.Every, "It looked too soon.");
    }

    [Fact]
    public async Task Hall_OneSeatChanges_OnlyItsRowIsDrawnAgain()
    {
        var page = Open();
        var rows = Renders(page);
        var summary = page.FindComponent<SeatSummary>().RenderCount;
        var legend = page.FindComponent<SeatLegend>().RenderCount;
        Feed.Publish([new SeatChange(7, "B3", SeatState.Booked, 5)]);
        await EventuallyAsync(SeatWatch.Together, () => page.Button("Row B, seat 3, premium, 38.00 PLN, sold"));
        Assert.Equal(["B"], Renders(page).Where(row => row.Value != rows[row.Key]).Select(row => row.Key));
        Assert.Equal(summary, page.FindComponent<SeatSummary>().RenderCount);
        Assert.Equal(legend, page.FindComponent<SeatLegend>().RenderCount);
    }

    [Fact]
    public async Task Hall_RushOfChanges_IsDrawnOnce()
    {
        var page = Open();
        var before = Renders(page)["B"];
        var drawn = page.RenderCount;
        for (var version = 1; version <= 101; version++)
            Feed.Publish([new SeatChange(7, "B3", version % 2 == 1 ? SeatState.Booked : SeatState.Free, version)]);
        await EventuallyAsync(SeatWatch.Together, () => page.Button("Row B, seat 3, premium, 38.00 PLN, sold"));
        Assert.Equal(before + 1, Renders(page)["B"]);
        // The first change may have set out before the others were told.
        Assert.InRange(page.RenderCount - drawn, 1, 2);
    }

    [Fact]
    public async Task Hall_ChangeIsTold_IsSeenAtOnceAndAnOlderOneIsNot()
    {
        var page = Open();
        Feed.Publish([new SeatChange(7, "B3", SeatState.Booked, 5), new SeatChange(7, "B3", SeatState.Held, 4)]);
        await EventuallyAsync(SeatWatch.Together, () => page.Button("Row B, seat 3, premium, 38.00 PLN, sold"));
    }

    [Fact]
    public async Task Hall_PageIsLeft_ListensNoMore()
    {
        Open();
        Assert.Equal(1, Feed.Listeners);
        await DisposeComponentsAsync();
        await Feed.Left.WaitAsync(DefaultWaitTimeout);
        Assert.Equal(0, Feed.Listeners);
    }

    [Fact]
    public void Hall_SeatIsLetGo_IsFreeAtOnceAlthoughTheHallWasReadMeanwhile()
    {
        var page = Open();
        page.Toggle("Row B, seat 3, premium, 38.00 PLN, free");
        Clock.Advance(SeatWatch.Every);
        page.Toggle("Row B, seat 3, premium, 38.00 PLN, yours");
        page.WaitForAssertion(() => page.Button("Row B, seat 3, premium, 38.00 PLN, free"));
    }

    [Fact]
    public async Task Hall_RegisterGoesAway_SaysThatUpdatesAreDelayedAndRecovers()
    {
        var page = Open();
        Cinema.IsDown = true;
        await EventuallyAsync(SeatWatch.Every, () => Assert.True(page.Says("Updates are delayed")));
        page.Toggle("Row B, seat 3, premium, 38.00 PLN, free");
        page.WaitForAssertion(() => Assert.Contains("Nothing was changed", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Cinema.IsDown = false;
        await EventuallyAsync(SeatWatch.Every, () => Assert.False(page.Says("Updates are delayed")));
    }

    [Fact]
    public async Task Hall_RegisterIsAwayAtTheStart_ComesByItself()
    {
        Cinema.IsDown = true;
        var page = Open();
        Assert.True(page.Says("Back in a moment"));
        Cinema.IsDown = false;
        await EventuallyAsync(TimeSpan.FromSeconds(2), () => page.Button("Row B, seat 3, premium, 38.00 PLN, free"));
    }

    [Fact]
    public void Hall_LastMinute_WarnsAndOneKeyExtends()
    {
        Cinema.Give(Customer, TimeSpan.FromSeconds(65), "B3");
        var page = Open();
        Assert.Empty(page.FindAll("[role=alert]"));
        Clock.Advance(TimeSpan.FromSeconds(6));
        page.WaitForAssertion(() => Assert.Contains("less than a minute", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        var extend = page.Button("Keep them longer F2");
        Assert.Equal("F2", extend.GetAttribute("data-key"));
        extend.Click();
        page.WaitForAssertion(() => Assert.Equal("10:00", page.Find("[role=timer]").TextContent));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public void Hall_TimeIsUp_OffersTheSameSeatsAgain()
    {
        Cinema.Give(Customer, TimeSpan.FromSeconds(3), "B3", "B4");
        var page = Open();
        Clock.Advance(TimeSpan.FromSeconds(4));
        page.WaitForAssertion(() => Assert.True(page.Says("Your time is up.")));
        Assert.Empty(page.FindAll("[role=gridcell] button[aria-pressed=true]"));
        page.Button("Try the same seats again").Click();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[role=gridcell] button[aria-pressed=true]").Count));
        Assert.Equal("10:00", page.Find("[role=timer]").TextContent);
    }

    [Fact]
    public void Hall_TicketForAChild_ChangesTheTotal()
    {
        Cinema.Give(Customer, TimeSpan.FromMinutes(9), "A3", "B3");
        var page = Open();
        Assert.True(page.Says("66.00 PLN"));
        page.Field("Ticket for seat A3").Change("Child");
        Assert.True(page.Says("56.00 PLN"));
        Assert.EndsWith("?child=A3", page.Link("Continue").GetAttribute("href"), StringComparison.Ordinal);
        // A ticket that is not sold for a category is not offered.
        Assert.Equal(["Adult 38.00", "Child 28.00"], page.Field("Ticket for seat B3").QuerySelectorAll("option").Select(option => option.TextContent));
    }

    [Fact]
    public void Hall_AsAList_TakesSeatsTheSameWay()
    {
        Cinema.Take("A4", SeatState.Booked);
        var page = Open();
        page.Button("List by row").Click();
        Assert.Empty(page.FindAll("[role=grid]"));
        Assert.True(page.Says("1 seat of this row is not to be had."));
        page.Button("Row A, seat 5, standard, 28.00 PLN, free").Click();
        page.Button("Row A, seat 5, standard, 28.00 PLN, yours");
        page.Button("Map").Click();
        page.Button("Row A, seat 5, standard, 28.00 PLN, yours");
    }

    [Fact]
    public void Hall_OfNoScreening_SaysSo()
    {
        var page = Render<HallPage>(parameters => parameters.Add(hall => hall.Id, 404));
        Assert.True(page.Says("There is no such screening"));
    }

    private static Dictionary<string, int> Renders(IRenderedComponent<HallPage> page) =>
        page.FindComponents<SeatRow>().ToDictionary(row => row.Instance.Row.Name, row => row.RenderCount);

    private IRenderedComponent<HallPage> Open() => OpenHall();
}
