using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>Goes through every page and state of the way from the programme to the ticket.</summary>
internal static class EveryPage
{
    /// <param name="look">Called with each page's name while it is shown.</param>
    public static async Task VisitAsync(IPage page, int bigHall, Func<string, Task> look)
    {
        await page.GoAsync("/");
        var words = await page.WordsAsync();
        await look("programme");
        await page.GoAsync("/?cinema=2147483647");
        await look("programme-empty");

        await page.GoAsync($"/screenings/{bigHall}");
        await look("hall");
        await page.TakeSeatsAsync(2);
        await look("hall-mine");
        await page.Button(words["List by row"]).ClickAsync();
        await page.GetByText(words["What the shapes mean, and prices"]).ClickAsync();
        await look("hall-list-legend");

        await page.ContinueAsync();
        await look("checkout");
        await page.PayButton(words).ClickAsync();
        await Expect(page.GetByText(words["Enter your name."])).ToBeVisibleAsync();
        await look("checkout-errors");
        await page.FillInAsync();
        await page.PayByAsync(Steps.DeclinedCard);
        await Expect(page.GetByText(words["This card was declined."])).ToBeVisibleAsync();
        await look("checkout-declined");
        await page.PayByAsync(Steps.GoodCard);
        await Expect(page.Heading(words["Your seats are booked"])).ToBeVisibleAsync();
        await page.GetByText(words["What happened"]).ClickAsync();
        await page.GetByText(words["For engineers: phases and times"]).ClickAsync();
        await look("booking");

        await page.GoAsync("/bookings");
        await look("bookings");
        await page.GoAsync("/experiments");
        await look("experiments");
        await page.GotoAsync("/bookings/AAAA-AAAA-AAAA");
        await page.InteractiveAsync();
        await look("booking-of-others");
        await page.GotoAsync("/nowhere");
        await page.InteractiveAsync();
        await look("not-found");
    }
}
