using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Dibs.Web.Tests.Browser;

/// <summary>
/// Every page on every screen: axe finds nothing serious, nothing stands out to the side or is cut off, and a picture is taken to be
/// looked at, into the folder <c>DIBS_SCREENSHOTS</c>. 320 pixels are also 640 at 200 %, and Polish needs
/// more room.
/// </summary>
public sealed class EveryPageTests(BrowserFixture browser) : BrowserTest(browser)
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("DIBS_SCREENSHOTS") is { Length: > 0 } folder ? folder : Path.Combine("TestResults", "screenshots");

    /// <summary>
    /// What is not wholly within the screen, and what hides some of its own text. What can be scrolled to is not lost, and what is only for
    /// readers of the screen is not seen.
    /// </summary>
    private const string Lost =
        """
        () => {
          const width = document.documentElement.clientWidth, found = [];
          const scrolls = element => /auto|scroll/.test(getComputedStyle(element).overflowX);
          const inScroller = element => { for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) if (scrolls(at)) return true; };
          const name = element => element.tagName.toLowerCase() + '.' + element.className + ' "' + element.textContent.trim().slice(0, 40) + '"';
          // Of its text and elements: what a style sheet adds for effect may be larger.
          const widthIn = element => { const range = document.createRange(); range.selectNodeContents(element); return range.getBoundingClientRect().width; };
          for (const element of document.querySelectorAll('body *')) {
            const box = element.getBoundingClientRect(), style = getComputedStyle(element);
            if (box.width <= 1 || style.visibility === 'hidden' || style.clipPath !== 'none' || element instanceof SVGElement || inScroller(element)) continue;
            if (box.right > width + 1 || box.left < -1) found.push('stands out: ' + name(element));
            else if (/hidden|clip/.test(style.overflowX) && element.tagName !== 'INPUT' && widthIn(element) > element.clientWidth + 1) found.push('is cut: ' + name(element));
          }
          return found.slice(0, 5);
        }
        """;

    /// <summary>A tenth of the size that a PNG has.</summary>
    private const string ToWebP =
        """
        async png => {
          const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + png)).blob());
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [image.width, image.height];
          canvas.getContext('2d').drawImage(image, 0, 0);
          return canvas.toDataURL('image/webp', .8).split(',')[1];
        }
        """;

    /// <summary>Both schemes, wide and narrow, at the same time: axe takes its time, and there are two cores.</summary>
    [Fact]
    public async Task EveryPage_WideAndNarrow_FitsAndIsAccessible()
    {
        var found = await Task.WhenAll(
            VisitAsync(ColorScheme.Dark, 1280, 800, "en", await Browser.BigHallAsync()),
            VisitAsync(ColorScheme.Light, 320, 640, "pl", await Browser.BigHallAsync(1)));
        Assert.True(found.All(each => each.Count == 0), string.Join(Environment.NewLine, found.SelectMany(each => each)));
    }

    /// <summary>Those that docs/pages.md shows.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 360, 640)]
    public async Task EveryPage_InPictures_FitsAndIsAccessible(ColorScheme scheme, int width, int height)
    {
        var found = await VisitAsync(scheme, width, height, "en", await Browser.BigHallAsync());
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    private async Task<List<string>> VisitAsync(ColorScheme scheme, int width, int height, string language, int hall)
    {
        Directory.CreateDirectory(Folder);
        var page = await Browser.OpenAsync(scheme, width, height, language);
        var easel = await page.Context.NewPageAsync();
        var found = new List<string>();
        await EveryPage.VisitAsync(page, hall, async name =>
        {
            await TakePictureAsync(page, easel, $"{name}-{width}x{height}-{scheme.ToString().ToLowerInvariant()}.webp");
            var wider = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wider > 0) found.Add($"{name} {scheme} {width}: {wider} px too wide");
            found.AddRange((await page.EvaluateAsync<string[]>(Lost)).Select(lost => $"{name} {scheme} {width}: {lost}"));
            // The same with seats of mine follows; 625 seats take axe a while.
            if (name != "hall") found.AddRange(await LookAsync(page, $"{name} {scheme} {width}"));
        });
        return found;
    }

    private static async Task TakePictureAsync(IPage page, IPage easel, string name)
    {
        var file = Path.Combine(Folder, name);
        await page.EvaluateAsync("window.scrollTo(0, 0)");
        var png = await page.ScreenshotAsync();
        Assert.True(png.Length > 5_000, $"{file} is almost empty.");
        await File.WriteAllBytesAsync(file, Convert.FromBase64String(await easel.EvaluateAsync<string>(ToWebP, Convert.ToBase64String(png))));
    }

    /// <summary>What axe finds serious or critical.</summary>
    internal static async Task<IEnumerable<string>> LookAsync(IPage page, string name)
    {
        var result = await page.RunAxe();
        return result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation =>
                $"{name}: {violation.Id} ({violation.Impact}): {violation.Help}: "
                + string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html)));
    }
}
