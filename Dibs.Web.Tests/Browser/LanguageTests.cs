using Dibs.Domain.Languages;
using Dibs.Web.Components.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>The switch in the bar, and that a page stays in its language whoever's doing draws it.</summary>
public sealed class LanguageTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task Language_IsSwitched_StaysOnThePageAndInItsCircuit()
    {
        var (page, other) = (await Browser.OpenAsync(), await Browser.OpenAsync());
        var address = $"/screenings/{await Browser.BigHallAsync()}";
        await page.GoAsync(address + "?wheelchair=1");
        await page.GetByRole(AriaRole.Link, new() { Name = "PL: Polski" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "pl");
        Assert.EndsWith(address + "?wheelchair=1", page.Url, StringComparison.Ordinal);
        await page.InteractiveAsync();

        // Somebody else's doing comes by a thread that has no language.
        await other.GoAsync(address);
        var taken = (await other.TakeSeatsAsync(1)).Single().Split(", ");
        var words = Words.In(Language.Polish);
        var row = words["Row {0}", taken[0].Split(' ')[1]];
        var seat = words["seat {0}", taken[1].Split(' ')[1]];
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{row}, {seat}, .*, {words["held by somebody else"]}$") })).ToBeVisibleAsync();

        // And on the way to another page, without the server being asked for a page.
        await page.GetByRole(AriaRole.Link, new() { Name = words["My bookings"] }).ClickAsync();
        await Expect(page.Heading(words["My bookings"])).ToBeVisibleAsync();
    }
}
