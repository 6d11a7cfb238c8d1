using System.Diagnostics;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>The instance that holds a customer's circuit is killed, as by a machine that loses power.</summary>
public sealed class InstanceLossTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task InstanceOfTheCircuitKilled_PageComesBackOnAnotherWithTheSameSeats()
    {
        var page = await Browser.OpenAsync();
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        var seats = await page.TakeSeatsAsync(2);
        var instance = await InstanceOfAsync(page);
        await page.EvaluateAsync("document.body.dataset.before = 'yes'");

        await LauncherAsync("kill", instance);
        try
        {
            // The page loads itself again, by nobody's hand.
            await Expect(page.Locator("body[data-before]")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
            await page.InteractiveAsync();
            await Expect(page.MySeats()).ToHaveCountAsync(2);
            foreach (var seat in seats) await Expect(page.Button(seat + ", yours")).ToBeVisibleAsync();
            Assert.NotEqual(instance, await InstanceOfAsync(page));

            await page.ContinueAsync();
            await page.FillInAsync();
            await page.PayByAsync(Steps.GoodCard);
            await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/bookings/"));
        }
        finally
        {
            await LauncherAsync("start", instance);
        }
    }

    /// <summary>HAProxy's cookie says which instance a browser is with.</summary>
    private static async Task<string> InstanceOfAsync(IPage page) =>
        (await page.Context.CookiesAsync()).Single(cookie => cookie.Name == "DIBSRV").Value;

    private static async Task LauncherAsync(params string[] arguments)
    {
        var launcher = Environment.GetEnvironmentVariable("DIBS_LAUNCHER")
            ?? throw new InvalidOperationException("Set DIBS_LAUNCHER to ./dibs of the running stack, or run ./dibs test browser.");
        using var process = Process.Start(new ProcessStartInfo(launcher, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dibs {string.Join(' ', arguments)}: {error}");
    }
}
