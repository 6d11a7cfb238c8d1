using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

public sealed class BookingTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task Booking_TwoSeatsByMouse_EndsWithTwoTickets()
    {
        var page = await Browser.OpenAsync();
        var screening = await Browser.BigHallAsync();
        await page.GoAsync($"/screenings/{screening}");
        var seats = await page.TakeSeatsAsync(2);
        await page.ContinueAsync();
        await page.FillInAsync();
        await page.PayByAsync(Steps.GoodCard);

        await Expect(page.Heading("Your seats are booked")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(2);
        await Expect(page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "QR code of the ticket for seat" })).ToHaveCountAsync(2);

        // Loaded again, and in the list: it is in the databases, not in the page.
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(2);
        await page.GoAsync($"/screenings/{screening}");
        foreach (var seat in seats) await Expect(page.Button(seat + ", sold")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Booking_ByKeyboardOnly_Works()
    {
        var page = await Browser.OpenAsync();
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        var grid = page.GetByRole(AriaRole.Grid);

        // One stop for the tab key; from there by arrows.
        await Expect(grid.Locator("button[tabindex='0']")).ToHaveCountAsync(1);
        await TabUntilAsync(page, "seat ");
        var first = await FocusedAsync(page);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.NotEqual(first, await FocusedAsync(page));
        await page.Keyboard.PressAsync("End");
        Assert.Contains("seat 25,", await FocusedAsync(page), StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Home");
        Assert.Contains("seat 1,", await FocusedAsync(page), StringComparison.Ordinal);
        var row = await FocusedAsync(page);
        await page.Keyboard.PressAsync("PageDown");
        Assert.NotEqual(row.Split(',')[0], (await FocusedAsync(page)).Split(',')[0]);

        // To the next seat that is free, and take it.
        for (var steps = 0; steps < 25 && !(await FocusedAsync(page)).EndsWith(", free", StringComparison.Ordinal); steps++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
        }

        var seat = (await FocusedAsync(page)).Replace(", free", "", StringComparison.Ordinal);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Button(seat + ", yours")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Button(seat + ", free")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Button(seat + ", yours")).ToBeFocusedAsync();

        await TabUntilAsync(page, "Continue");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Heading("Checkout")).ToBeVisibleAsync();
        await page.GetByLabel("Name").FocusAsync();
        await page.Keyboard.TypeAsync("Ada Lovelace");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("ada@example.org");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("4242424242424242");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("12/34");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("123");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Heading("Your seats are booked")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Checkout_DeclinedThenGoodCard_BooksTheSameSeats()
    {
        var page = await Browser.OpenAsync(width: 360, height: 640);
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        await page.TakeSeatsAsync(2);
        await page.ContinueAsync();
        await page.FillInAsync();
        await page.PayByAsync(Steps.DeclinedCard);
        await Expect(page.GetByText("This card was declined.")).ToBeVisibleAsync();
        await Expect(page.GetByText("your seats are still yours")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Card number")).ToBeFocusedAsync();
        await page.PayByAsync(Steps.GoodCard);
        await Expect(page.Heading("Your seats are booked")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Hall_TwoBrowsers_SeeEachOthersSeats()
    {
        var screening = await Browser.BigHallAsync();
        var (one, other) = (await Browser.OpenAsync(), await Browser.OpenAsync());
        await one.GoAsync($"/screenings/{screening}");
        await other.GoAsync($"/screenings/{screening}");
        var seat = Assert.Single(await one.TakeSeatsAsync(1));
        var soon = new LocatorAssertionsToBeVisibleOptions { Timeout = 5_000 };
        await Expect(other.Button(seat + ", held by somebody else")).ToBeVisibleAsync(soon);
        await one.Button(seat + ", yours").ClickAsync();
        await Expect(other.Button(seat + ", free")).ToBeVisibleAsync(soon);
    }

    [Fact]
    public async Task Hall_LoadedAgain_HasTheSameSeatsTicketsAndTime()
    {
        var page = await Browser.OpenAsync();
        await page.GoAsync($"/screenings/{await Browser.BigHallAsync()}");
        await page.TakeSeatsAsync(2);
        var ticket = page.GetByLabel("Ticket for seat").First;
        await ticket.SelectOptionAsync("Child");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?child="));
        var before = await SecondsAsync(page);
        await page.ReloadAsync();
        await page.InteractiveAsync();
        await Expect(page.MySeats()).ToHaveCountAsync(2);
        await Expect(page.GetByLabel("Ticket for seat").First).ToHaveValueAsync("Child");
        Assert.InRange(before - await SecondsAsync(page), 0, 30);
    }

    [Fact]
    public async Task Page_ThatDoesNotExist_SaysSoWithTheRightStatus()
    {
        var page = await Browser.OpenAsync();
        foreach (var path in (string[])["/nowhere", "/screenings/2147483647", "/bookings/AAAA-AAAA-AAAA"])
        {
            Assert.Equal(404, (await page.GotoAsync(path))!.Status);
            await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToBeVisibleAsync();
        }
    }

    private static async Task<int> SecondsAsync(IPage page)
    {
        var parts = (await page.GetByRole(AriaRole.Timer).InnerTextAsync()).Split(':');
        return (int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture) * 60)
            + int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Task<string> FocusedAsync(IPage page) =>
        page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()");

    private static async Task TabUntilAsync(IPage page, string name)
    {
        for (var tabs = 0; tabs < 40; tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await FocusedAsync(page)).Contains(name, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"The tab key does not reach '{name}'.");
    }
}
