using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

public sealed class MinimapTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task Minimap_OfAHallWiderThanThePhone_ShowsWhileItMovesAndLeadsWhereItIsTouched()
    {
        var page = await Browser.OpenAsync(width: 360, height: 640);
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        var (view, map) = (page.Locator("[data-seat-view]"), page.Locator("[data-minimap]"));
        double[] at = [0, 1];
        // It hides by itself: a touch that comes too late for a busy machine is made again.
        for (var tries = 0; tries < 5 && at[0] < .9 * at[1]; tries++)
        {
            await view.EvaluateAsync("view => { view.scrollLeft = 30; view.scrollLeft = 0; view.dispatchEvent(new Event('scroll')); }");
            await Expect(map).ToBeVisibleAsync();
            var size = (await map.BoundingBoxAsync())!;
            await map.TapAsync(new LocatorTapOptions { Position = new Position { X = size.Width - 6, Y = 8 }, Timeout = 2_000 });
            at = await view.EvaluateAsync<double[]>("view => [view.scrollLeft, view.scrollWidth - view.clientWidth]");
        }

        Assert.InRange(at[0], .9 * at[1], at[1] + 1);
        await Expect(map).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Minimap_OfAHallThatFits_IsNotShown()
    {
        var page = await Browser.OpenAsync();
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        await page.Locator("[data-zoom='1']").ClickAsync();
        await page.Mouse.WheelAsync(0, 200);
        await Expect(page.Locator("[data-minimap]")).ToBeHiddenAsync();
    }
}
