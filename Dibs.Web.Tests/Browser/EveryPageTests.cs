using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Dibs.Web.Tests.Browser;

/// <summary>
/// Every page on every screen: axe finds nothing serious, nothing stands out to the side, and a picture is taken to be looked
/// at, into the folder <c>DIBS_SCREENSHOTS</c>.
/// </summary>
public sealed class EveryPageTests(BrowserFixture browser) : BrowserTest(browser)
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("DIBS_SCREENSHOTS") is { Length: > 0 } folder ? folder : Path.Combine("TestResults", "screenshots");

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 360, 640)]
    [InlineData(ColorScheme.Dark, 360, 640)]
    public async Task EveryPage_OnEveryScreen_FitsAndIsAccessible(ColorScheme scheme, int width, int height)
    {
        Directory.CreateDirectory(Folder);
        var page = await Browser.OpenAsync(scheme, width, height);
        var found = new List<string>();
        await EveryPage.VisitAsync(page, await Browser.BigHallAsync(), async name =>
        {
            await TakePictureAsync(page, $"{name}-{width}x{height}-{scheme.ToString().ToLowerInvariant()}.png");
            var wider = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wider > 0) found.Add($"{name}: {wider} px too wide");
            // The same with seats of mine follows; 625 seats take axe a while.
            if (name != "hall") found.AddRange(await LookAsync(page, name));
        });
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    private static async Task TakePictureAsync(IPage page, string name)
    {
        var file = Path.Combine(Folder, name);
        await page.EvaluateAsync("window.scrollTo(0, 0)");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
        Assert.True(new FileInfo(file).Length > 5_000, $"{file} is almost empty.");
    }

    /// <summary>What axe finds serious or critical.</summary>
    private static async Task<IEnumerable<string>> LookAsync(IPage page, string name)
    {
        var result = await page.RunAxe();
        return result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation =>
                $"{name}: {violation.Id} ({violation.Impact}): {violation.Help}: "
                + string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html)));
    }
}
