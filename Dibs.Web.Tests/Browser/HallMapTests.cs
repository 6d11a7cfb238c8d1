using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>A hall that is larger than its screen: zoom, pan, and the overview.</summary>
public sealed class HallMapTests(BrowserFixture browser) : BrowserTest(browser)
{
    /// <summary>Seen, and covered by nothing: neither by the bar nor by the sheet, the overview or the letter of its row.</summary>
    private const string IsInReach =
        """
        seat => {
          const box = seat.getBoundingClientRect();
          return seat.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
        }
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Overview_TappedAndDraggedOnAPhone_MovesTheHallThere(ColorScheme scheme)
    {
        var page = await Browser.OpenAsync(scheme, 360, 640);
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        for (var larger = 0; larger < 3; larger++) await page.Button("Larger").TapAsync();
        // The middle stays there: 25 seats and two aisles.
        var outline = await OutlineAsync(page);
        Assert.InRange((outline.Left + outline.Right) / 2, 13, 14);
        var (first, last) = (Seats(page).First, Seats(page).Last);
        await Expect(last).Not.ToBeInViewportAsync();

        await TapAsync(page, At(await CornersAsync(page), 1));
        await Expect(last).ToBeInViewportAsync();
        Assert.True(await last.EvaluateAsync<bool>(IsInReach));
        outline = await OutlineAsync(page);
        Assert.True(outline.Right >= 25 && outline.Bottom >= 25, $"{outline}");
        await Expect(first).Not.ToBeInViewportAsync();

        await DragAsync(page, await CornersAsync(page));
        await Expect(first).ToBeInViewportAsync();
        Assert.True(await first.EvaluateAsync<bool>(IsInReach));
        outline = await OutlineAsync(page);
        Assert.True(outline.Left <= 0 && outline.Top <= 0, $"{outline}");
    }

    [Fact]
    public async Task Overview_HallThatFits_IsNotThere()
    {
        var page = await Browser.OpenAsync();
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        await Expect(Overview(page)).ToBeHiddenAsync();
        await page.Button("Larger").ClickAsync();
        await page.Button("Larger").ClickAsync();
        await Expect(Overview(page)).ToBeVisibleAsync();
        await page.Button("List by row").ClickAsync();
        await Expect(Overview(page)).ToHaveCountAsync(0);
        await page.Button("Map").ClickAsync();
        await Expect(Overview(page)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Hall_PinchedOnAPhone_GrowsAndStaysUnderTheFingers()
    {
        var page = await Browser.OpenAsync(width: 360, height: 640);
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        await page.EvaluateAsync("scrollTo(0, 200)");
        const string UnderThem = "() => document.elementFromPoint(180, 300).closest('[data-seat]')?.dataset.seat";
        var seat = await page.EvaluateAsync<string>(UnderThem);
        Assert.NotNull(seat);

        await TouchAsync(page, [.. Enumerable.Range(0, 11).Select(step => new[] { (150f - (6 * step), 300f), (210f + (6 * step), 300f) })]);

        Assert.InRange((await Seats(page).First.BoundingBoxAsync())!.Width, 56, 64);
        Assert.Equal(seat, await page.EvaluateAsync<string>(UnderThem));
    }

    [Fact]
    public async Task Hall_PannedByWheelAndKeys_OutlineAndSeatAreWhereItIs()
    {
        var page = await Browser.OpenAsync();
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        for (var larger = 0; larger < 3; larger++) await page.Button("Larger").ClickAsync();
        var before = await OutlineAsync(page);
        var left = await page.EvaluateAsync<double>("document.querySelector('[data-seat-view]').scrollLeft");
        await page.Mouse.MoveAsync(400, 500);
        // Down, which is the page's; then to the side, which is the map's.
        await page.Mouse.WheelAsync(0, 300);
        await page.WaitForFunctionAsync("() => scrollY >= 300");
        await page.Mouse.WheelAsync(100, 0);
        await page.WaitForFunctionAsync("left => document.querySelector('[data-seat-view]').scrollLeft > left", left);
        var after = await OutlineAsync(page);
        Assert.True(after.Left > before.Left && after.Bottom > before.Bottom, $"{before}, {after}");

        await Seats(page).First.FocusAsync();
        await page.Keyboard.PressAsync("Control+End");
        Assert.True(await Seats(page).Last.EvaluateAsync<bool>(IsInReach));
        await Expect(Seats(page).Last).ToBeFocusedAsync();
    }

    private static ILocator Seats(IPage page) => page.GetByRole(AriaRole.Grid).GetByRole(AriaRole.Button);

    // It is not for readers of the screen, so it has no role.
    private static ILocator Overview(IPage page) => page.Locator("[data-overview]");

    private static async Task<LocatorBoundingBoxResult> CornersAsync(IPage page) => (await Overview(page).BoundingBoxAsync())!;

    /// <summary>0 is its first corner, 1 its last.</summary>
    private static (float X, float Y) At(LocatorBoundingBoxResult box, float part) =>
        (box.X + 4 + ((box.Width - 8) * part), box.Y + 4 + ((box.Height - 8) * part));

    private static Task TapAsync(IPage page, (float X, float Y) at) => page.Touchscreen.TapAsync(at.X, at.Y);

    /// <summary>By one finger, from its last corner to its first.</summary>
    private static Task DragAsync(IPage page, LocatorBoundingBoxResult box) =>
        TouchAsync(page, [.. Enumerable.Range(0, 11).Select(step => new[] { At(box, 1 - (step / 10f)) })]);

    /// <summary>Fingers that are put down, move from place to place, and are lifted.</summary>
    private static async Task TouchAsync(IPage page, (float X, float Y)[][] steps)
    {
        var touch = await page.Context.NewCDPSessionAsync(page);
        for (var step = 0; step < steps.Length; step++) await SendAsync(step == 0 ? "touchStart" : "touchMove", steps[step]);
        await SendAsync("touchEnd", []);

        Task SendAsync(string type, (float X, float Y)[] fingers) => touch.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = type,
            ["touchPoints"] = fingers.Select((finger, id) => new { x = finger.X, y = finger.Y, id }),
        });
    }

    /// <summary>What of the hall is outlined, in seats.</summary>
    private static async Task<(double Left, double Top, double Right, double Bottom)> OutlineAsync(IPage page)
    {
        var box = await Overview(page).Locator(".seen").EvaluateAsync<double[]>(
            "async seen => { await new Promise(requestAnimationFrame); const box = seen.getBBox(); return [box.x, box.y, box.x + box.width, box.y + box.height]; }");
        return (box[0], box[1], box[2], box[3]);
    }
}
