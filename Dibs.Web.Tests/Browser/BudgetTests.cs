using System.Globalization;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>What pages may cost who opens them. How long they take is measured by <c>./dibs bench pages</c>, not by a test.</summary>
public sealed class BudgetTests(BrowserFixture browser) : BrowserTest(browser)
{
    private const int ScriptBytesAtMost = 30 * 1024;
    private const double ShiftAtMost = 0.05;

    /// <summary>All that moves without having been asked to, from the first moment on.</summary>
    private const string Watch =
        """
        window.dibsShift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) dibsShift += entry.value; }))
          .observe({ type: 'layout-shift', buffered: true });
        """;

    /// <summary>Fonts are there, and what they moved was drawn.</summary>
    private const string Settle =
        "async () => { await document.fonts.ready; for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame); return window.dibsShift; }";

    [Theory]
    [InlineData(360, 640)]
    [InlineData(1280, 800)]
    public async Task Pages_WhileTheyLoad_StayWhereTheyAre(int width, int height)
    {
        var page = await Browser.OpenAsync(width: width, height: height);
        await page.AddInitScriptAsync(Watch);
        var moved = new List<string>();
        await LoadAsync("/");
        await LoadAsync($"/screenings/{await Browser.BigHallAsync()}");
        await page.TakeSeatsAsync(2);
        await LoadAsync(page.Url);
        await page.ContinueAsync();
        await LoadAsync(page.Url);
        await page.FillInAsync();
        await page.PayByAsync(Steps.GoodCard);
        await Expect(page.Heading("Your seats are booked")).ToBeVisibleAsync();
        await LoadAsync(page.Url);
        Assert.True(moved.Count == 0, string.Join(Environment.NewLine, moved));

        async Task LoadAsync(string path)
        {
            await page.GoAsync(path);
            var shift = await page.EvaluateAsync<double>(Settle);
            if (shift >= ShiftAtMost) moved.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: {shift:0.000}"));
        }
    }

    [Fact]
    public async Task Scripts_OfOurOwn_AreSmall()
    {
        var page = await Browser.OpenAsync();
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        var inline = await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('script:not([src])')].filter(one => one.type !== 'application/json').reduce((sum, one) => sum + one.textContent.length, 0)");
        // Blazor's and MudBlazor's are in folders with an underscore.
        var ours = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('script[src]')].map(one => one.src).filter(src => !new URL(src).pathname.startsWith('/_'))");
        Assert.NotEmpty(ours);
        var bytes = inline;
        foreach (var script in ours) bytes += (await (await page.APIRequest.GetAsync(script)).BodyAsync()).Length;
        Assert.InRange(bytes, 1, ScriptBytesAtMost);
    }
}
