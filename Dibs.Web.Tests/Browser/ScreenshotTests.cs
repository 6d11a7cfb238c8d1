using Microsoft.Playwright;

namespace Dibs.Web.Tests.Browser;

/// <summary>Pictures of every page, to be looked at: into the folder <c>DIBS_SCREENSHOTS</c>.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class ScreenshotTests(BrowserFixture browser)
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("DIBS_SCREENSHOTS") is { Length: > 0 } folder ? folder : Path.Combine("TestResults", "screenshots");

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 360, 640)]
    [InlineData(ColorScheme.Dark, 360, 640)]
    public async Task EveryPage_OnEveryScreen_GetsItsPicture(ColorScheme scheme, int width, int height)
    {
        Directory.CreateDirectory(Folder);
        var page = await browser.OpenAsync(scheme, width, height);
        await EveryPage.VisitAsync(page, await browser.BigHallAsync(), async name =>
        {
            var file = Path.Combine(Folder, $"{name}-{width}x{height}-{scheme.ToString().ToLowerInvariant()}.png");
            await page.EvaluateAsync("window.scrollTo(0, 0)");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
            Assert.True(new FileInfo(file).Length > 5_000, $"{file} is almost empty.");

            // Nothing may stand out of the page to the side.
            var wider = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(wider <= 0, $"{name} at {width} is {wider} px too wide.");
        });
    }
}
