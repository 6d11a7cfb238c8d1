using Bunit;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Screenings;

public sealed class ProgrammePageTests : PageTest
{
    [Theory]
    [InlineData(212, false, "212 left")]
    [InlineData(62, false, "few left")]
    [InlineData(1, false, "few left")]
    [InlineData(0, false, "sold out")]
    [InlineData(300, true, "sale stopped")]
    public void TimeChip_HowFullItIs_IsSaid(int free, bool stopped, string left)
    {
        var chip = Render<TimeChip>(parameters => parameters.Add(time => time.Screening, Sample.Summary(free, stopped: stopped)));
        // 19:30 UTC is half past eight in the evening in Warsaw.
        var label = $"20:30 Hall 1 {left}";
        if (free > 0 && !stopped) Assert.Equal("/screenings/7", chip.Link(label).GetAttribute("href"));
        else Assert.Empty(chip.FindAll("a"));
        Assert.Contains(left, chip.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Programme_Today_ShowsFilmsWithTheirFacts()
    {
        var page = Render<ProgrammePage>();
        Assert.Equal("Low Water", page.Find("article h2").TextContent);
        Assert.True(page.Says("Thriller · 2 h 04 min · From 16"));
        Assert.Equal("date", page.Link("Today 22 Nov").GetAttribute("aria-current"));
        Assert.Equal(14, page.FindAll("nav[aria-label=Day] a").Count);
    }

    [Fact]
    public void Programme_WhatHasBegun_IsNotShown()
    {
        Clock.Advance(TimeSpan.FromHours(8));
        Assert.True(Render<ProgrammePage>().Says("Nothing on Sun 22 November"));
    }

    [Fact]
    public void Programme_DayWithNothing_OffersTheNext()
    {
        Navigation.NavigateTo("/?day=2026-11-25");
        var page = Render<ProgrammePage>();
        Assert.True(page.Says("Nothing on Wed 25 November"));
        Assert.Equal("/?day=2026-11-26", page.Find("section a").GetAttribute("href"));
    }

    [Fact]
    public void Programme_NonsenseDay_IsToday()
    {
        Navigation.NavigateTo("/?day=yesterday");
        Assert.True(Render<ProgrammePage>().Says("Low Water"));
    }

    [Fact]
    public void Programme_OneOfSeveralCinemas_IsChosenByALink()
    {
        Cinema.Cinemas.Add(Sample.Cinema with { Id = 2, Name = "Lantern", City = "Leeds" });
        Navigation.NavigateTo("/?cinema=2");
        var page = Render<ProgrammePage>();
        Assert.Equal("true", page.Link("Lantern, Leeds").GetAttribute("aria-current"));
        Assert.True(page.Says("This cinema's screens are dark that day."));
    }

    [Theory]
    [InlineData("/?q=LOW", true)]
    [InlineData("/?q=w%C3%A4t", true)]
    [InlineData("/?q=high", false)]
    [InlineData("/?q=%20", true)]
    public void Programme_SearchedByTitle_ShowsWhatIsCalledSo(string address, bool found)
    {
        Navigation.NavigateTo(address);
        var page = Render<ProgrammePage>();
        Assert.Equal(found, page.FindAll("article").Count == 1);
        Assert.Equal(!found, page.Says("No film called “high”"));
    }

    [Fact]
    public void Programme_SearchedFilmIsOnAnotherDay_LeadsThere()
    {
        Cinema.Screenings.Add(Sample.Summary(id: 8) with { Film = Sample.Film with { Id = 2, Title = "Spring Tide" }, StartsAt = Sample.Now.AddDays(3) });
        Navigation.NavigateTo("/?q=tide");
        var page = Render<ProgrammePage>();
        Assert.True(page.Says("“tide” is not on that day"));
        Assert.Equal("/?day=2026-11-25&q=tide", page.Link("Wed 25 November").GetAttribute("href"));
        Assert.Equal("/?day=2026-11-22", page.Link("All films").GetAttribute("href"));
        Assert.Equal("/?day=2026-11-23&q=tide", page.FindAll("nav[aria-label=Day] a")[1].GetAttribute("href"));
    }

    [Fact]
    public void Programme_TitleTyped_KeepsDayAndCinema()
    {
        Navigation.NavigateTo("/?day=2026-11-24&cinema=1");
        var page = Render<ProgrammePage>();
        page.Field("Search films by title").Change(" low & water ");
        page.Find("form[role=search]").Submit();
        Assert.EndsWith("/?day=2026-11-24&cinema=1&q=low%20%26%20water", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programme_RegisterIsAway_SaysSoAndComesBack()
    {
        Cinema.IsDown = true;
        var page = Render<ProgrammePage>();
        Assert.True(page.Says("Back in a moment"));
        Cinema.IsDown = false;
        await EventuallyAsync(TimeSpan.FromSeconds(2), () => Assert.True(page.Says("Low Water")));
    }
}
