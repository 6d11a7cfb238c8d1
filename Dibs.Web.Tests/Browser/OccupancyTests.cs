using Dibs.Domain.Staff;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>The house, a hall, its heat map and the wall screen, as an usher sees them.</summary>
public sealed class OccupancyTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 360, 640)]
    public async Task House_OnEveryScreen_FitsAndIsAccessible(ColorScheme scheme, int width, int height)
    {
        var page = await Browser.OpenAsync(scheme, width, height);
        var found = new List<string>();
        await page.SignInAsync(StaffRoles.Usher, "/staff/occupancy");

        // A screening of today, or of the next hours; the demo has some at any hour of the day.
        await Expect(page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Screenings of today" })).ToBeVisibleAsync();
        await LookAsync("house");
        await page.GetByRole(AriaRole.Rowheader).Last.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Grid)).ToBeVisibleAsync();
        await Expect(page.GetByText(" sold (")).ToBeVisibleAsync();
        await page.Button("What sells first").ClickAsync();
        await Expect(page.GetByText("the stronger the colour")).ToBeVisibleAsync();
        await LookAsync("house-heat");
        await page.GotoAsync("/staff/occupancy?wall=1");
        await Expect(page.GetByRole(AriaRole.List, new PageGetByRoleOptions { NameRegex = new("^Halls") })).ToBeVisibleAsync();
        await LookAsync("house-wall");

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));

        async Task LookAsync(string name)
        {
            var wider = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wider > 0) found.Add($"{name}: {wider} px too wide");
            found.AddRange(await EveryPageTests.LookAsync(page, name));
        }
    }
}
