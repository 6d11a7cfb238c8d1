using Bunit;
using Dibs.Web.Components.Staff.Door;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Staff.Door;

/// <summary>What the server draws of the door's page. What is scanned there is the browser's: <c>DoorTests</c>.</summary>
public sealed class DoorPageTests : PageTest
{
    // The sample's film starts at half past seven in the evening, UTC.
    public DoorPageTests() => Clock.Advance(TimeSpan.FromHours(7));

    [Fact]
    public void Door_NoScreeningInTheAddress_OffersTheOpenOnesFirst()
    {
        Cinema.Screenings.Add(Sample.Summary(id: 8) with { Hall = "Hall 2", StartsAt = Clock.GetUtcNow().AddHours(3) });
        Cinema.Screenings.Add(Sample.Summary(id: 9) with { StartsAt = Clock.GetUtcNow().AddHours(-4) });
        Cinema.Screenings.Insert(0, Sample.Summary(id: 10) with { Hall = "Hall 3", StartsAt = Clock.GetUtcNow().AddHours(-2) });

        var page = Render<DoorPage>();

        Assert.Equal("Which door is this?", page.Find("h1").TextContent);
        Assert.Equal(
            [
                "Doors open now: 20:30 Hall 1, Latarnia: Low Water", "Doors open now: 18:00 Hall 3, Latarnia: Low Water",
                "Later: 23:00 Hall 2, Latarnia: Low Water",
            ],
            page.FindAll("option").Select(option => $"{option.ParentElement!.GetAttribute("label")}: {option.TextContent}"));
        Assert.Equal("/staff/door", page.Find("form").GetAttribute("action"));
    }

    [Fact]
    public void Door_NothingOn_SaysSo()
    {
        Cinema.Screenings.Clear();
        Assert.True(Render<DoorPage>().Says("Nothing starts in the coming hours."));
    }

    [Theory]
    [InlineData("?screening=7&door=Left%20%26%20up", "Left & up")]
    [InlineData("?screening=7", "1")]
    public void Door_InTheAddress_IsOpenAtOnce(string query, string door)
    {
        Navigation.NavigateTo("/staff/door" + query);

        var page = Render<DoorPage>();

        Assert.Equal("Low Water", page.Find("h1").TextContent);
        Assert.True(page.Says($"Door {door}"));
        Assert.True(page.Says("20:30"));
        Assert.Equal(("7", door, "Europe/Warsaw"), (Data("screening"), Data("door"), Data("time-zone")));
        Assert.Equal("Scan a ticket", page.Find("[role=alert] [data-part=title]").TextContent);
        Assert.Equal("door-code", page.Field("Ticket").Id);

        string? Data(string name) => page.Find("#door").GetAttribute("data-" + name);
    }

    [Fact]
    public void Door_OfNoScreening_LeadsToTheChoice()
    {
        Navigation.NavigateTo("/staff/door?screening=8");
        Assert.Equal("/staff/door", Render<DoorPage>().Link("Choose another one").GetAttribute("href"));
    }

    [Fact]
    public void Door_DatabasesAway_SaysSo()
    {
        Cinema.IsDown = true;
        Assert.True(Render<DoorPage>().Says("a door that is open already goes on by its list"));
    }
}
