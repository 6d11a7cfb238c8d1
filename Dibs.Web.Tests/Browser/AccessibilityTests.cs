using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Dibs.Web.Tests.Browser;

[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 360, 640)]
    [InlineData(ColorScheme.Dark, 360, 640)]
    public async Task EveryPage_LookedAtByAxe_HasNothingSerious(ColorScheme scheme, int width, int height)
    {
        var page = await browser.OpenAsync(scheme, width, height);
        var found = new List<string>();
        await EveryPage.VisitAsync(page, await browser.BigHallAsync(), async name =>
        {
            // The same with seats of mine follows; 625 seats take axe a while.
            if (name == "hall") return;
            var result = await page.RunAxe();
            found.AddRange(result.Violations
                .Where(violation => violation.Impact is "serious" or "critical")
                .Select(violation => $"{name}: {violation.Id} ({violation.Impact}): {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        });
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }
}
