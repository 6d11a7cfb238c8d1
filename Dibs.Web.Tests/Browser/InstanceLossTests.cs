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
        var instance = await page.InstanceAsync();
        await page.EvaluateAsync("document.body.dataset.before = 'yes'");

        await Stack.DoAsync("kill", instance);
        try
        {
            // The page loads itself again, by nobody's hand.
            await Expect(page.Locator("body[data-before]")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
            await page.InteractiveAsync();
            await Expect(page.MySeats()).ToHaveCountAsync(2);
            foreach (var seat in seats) await Expect(page.Button(seat + ", yours")).ToBeVisibleAsync();
            Assert.NotEqual(instance, await page.InstanceAsync());

            await page.ContinueAsync();
            await page.FillInAsync();
            await page.PayByAsync(Steps.GoodCard);
            await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/bookings/"));
        }
        finally
        {
            await Stack.DoAsync("start", instance);
        }
    }
}
