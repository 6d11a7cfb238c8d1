using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

public sealed class ReconnectTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task Page_CircuitUnknownToTheServer_LoadsItselfAgain()
    {
        var page = await Browser.OpenAsync();
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        await page.TakeSeatsAsync(1);
        await page.EvaluateAsync("document.body.dataset.before = 'yes'");

        // What Blazor does when the server does not know the circuit any more, as after the loss of an instance.
        await page.EvaluateAsync("document.getElementById('components-reconnect-modal').classList.add('components-reconnect-rejected')");
        await Expect(page.Locator("body[data-before]")).ToHaveCountAsync(0);
        await page.InteractiveAsync();
        await Expect(page.MySeats()).ToHaveCountAsync(1);
    }
}
