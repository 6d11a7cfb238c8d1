using Bunit;
using Dibs.Domain.Occupancy;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Staff.Occupancy;
using Dibs.Web.Staff;
using Dibs.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Web.Tests.Staff.Occupancy;

/// <summary>All halls now and today, as staff see them.</summary>
public sealed class OccupancyPageTests : PageTest
{
    private readonly FakeHouse _house;

    public OccupancyPageTests()
        : this(new FakeHouse())
    {
    }

    private OccupancyPageTests(FakeHouse house)
        : base(services => services.AddSingleton<ILiveHouse>(house).AddSingleton<IOccupancy>(house)
            .AddSingleton<IStaffContext>(new OneOfTheStaff(StaffRoles.Usher))) => _house = house;

    [Fact]
    public async Task House_SeatsAreSold_FiguresFollowWithoutReload()
    {
        var page = Render<OccupancyPage>();
        Assert.True(page.Says("Counting the seats of today"));

        await _house.Show(House(sold: 5, takings: 140));
        Assert.Equal("Low Water", page.Link("Low Water").TextContent);
        Assert.Equal(["5", "2", "1", "3", "8", "31"], Figures(page));
        Assert.True(page.Says("140.00 PLN"));
        Assert.NotNull(page.Find("[aria-label='5 sold, 2 held, 1 blocked, 8 free']"));
        await _house.Show(House(sold: 6, takings: 168) with { IsDelayed = true });

        Assert.Equal(["6", "2", "1", "3", "7", "37"], Figures(page));
        Assert.True(page.Says("Updates are delayed"));
        await DisposeComponentsAsync();
        Assert.Equal(0, _house.Lookers);
    }

    [Fact]
    public async Task Wall_OfEachHall_WhatIsOnElseWhatComesNext()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/staff/occupancy?wall=1");
        var page = Render<OccupancyPage>();

        await _house.Show(new HouseNow(Sample.Now, false,
        [
            Screening(1, 1, "Over", -5), Screening(2, 1, "On now", -1), Screening(3, 1, "Later", 4), Screening(4, 2, "Next", 2), Screening(5, 2, "Last", 6),
        ]));

        Assert.True(page.Says("On now") && page.Says("Next"));
        Assert.False(page.Says("Over") || page.Says("Later") || page.Says("Last"));
    }

    [Fact]
    public async Task Hall_Live_SeatsChangeAndHeatIsReadWhenAskedFor()
    {
        Cinema.Take("B3", SeatState.Booked);
        var page = Render<HouseHallPage>(parameters => parameters.Add(hall => hall.Id, 7));
        Assert.True(page.Says("1 of 16 sold (6 %), 0 held, 0 blocked, 15 free"));

        await EventuallyAsync(TimeSpan.FromMilliseconds(100), () =>
        {
            Feed.Publish([new SeatChange(7, "B4", SeatState.Booked, 9)]);
            Assert.True(page.Says("2 of 16 sold"));
        });
        page.Button("What sells first").Click();

        Assert.True(page.Says("Over 4 screening(s) of this hall"));
        Assert.Equal(["B3", "75 %", "1"], page.FindAll("tbody tr")[0].Children.Select(cell => cell.TextContent));
    }

    private static string[] Figures(IRenderedComponent<OccupancyPage> page) =>
        [.. page.FindAll("tbody")[0].QuerySelectorAll("td.number.figures").Select(cell => cell.TextContent)];

    private static HouseNow House(int sold, decimal takings) => new(
        Sample.Now, false, [Screening(7, 1, "Low Water", 7.5) with { Sold = sold, Held = 2, Blocked = 1, Takings = [new(7, Sample.Now, "PLN", sold, takings)], Arrivals = [new(7, Sample.Now, 3)] }]);

    private static ScreeningNow Screening(int id, int hall, string film, double hours) => new(
        new HouseScreening(
            id, hall, film, $"Hall {hall}", "Latarnia", "Europe/Warsaw", "PLN", Sample.Now.AddHours(hours), Sample.Now.AddHours(hours + 2), 16),
        0, 0, 0, []);

    private sealed class FakeHouse : ILiveHouse, IOccupancy
    {
        private readonly List<Func<HouseNow, Task>> _lookers = [];

        public int Lookers => _lookers.Count;

        public Task Show(HouseNow now) => Task.WhenAll(_lookers.Select(show => show(now)));

        public IDisposable Enter(StaffMember by, Func<HouseNow, Task> show)
        {
            _lookers.Add(show);
            return new Leaving(() => _lookers.Remove(show));
        }

        public Task<HallHeat?> HeatAsync(StaffMember by, int screening, CancellationToken cancellationToken) =>
            Task.FromResult<HallHeat?>(new HallHeat(4, new Dictionary<string, SeatHeat> { ["B3"] = new(3, 0), ["B4"] = new(1, 1) }));

        public Task<IReadOnlyList<HouseScreening>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<SeatChange>> SeatsAsync(IReadOnlyCollection<int> screenings, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<Takings>> TakingsAsync(IReadOnlyCollection<int> screenings, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<Arrivals>> ArrivalsAsync(IReadOnlyCollection<int> screenings, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        private sealed class Leaving(Action leave) : IDisposable
        {
            public void Dispose() => leave();
        }
    }
}
