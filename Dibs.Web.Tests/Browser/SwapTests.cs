using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

public sealed class SwapTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 360, 640)]
    public async Task Swap_TwoSeatsForTheTwoBeside_TicketsAreForTheNewOnes(ColorScheme scheme, int width, int height)
    {
        var page = await Browser.OpenAsync(scheme, width, height);
        var screening = await Browser.BigHallAsync();
        await page.GoAsync($"/screenings/{screening}");
        // Seats 7 and 8 of a row whose next ones are free, and of the same category.
        var old = await page.TakeSeatsAsync(2);
        string[] wanted = [old[0].Replace("seat 7,", "seat 9,", StringComparison.Ordinal), old[1].Replace("seat 8,", "seat 10,", StringComparison.Ordinal)];
        await page.ContinueAsync();
        await page.FillInAsync();
        await page.PayByAsync(Steps.GoodCard);
        await Expect(page.Heading("Your seats are booked")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Change seats" }).ClickAsync();
        await Expect(page.Heading("Change seats")).ToBeVisibleAsync();
        await Expect(page.Button("Swap my seats")).ToBeDisabledAsync();
        foreach (var seat in wanted)
        {
            await page.Button(seat + ", free").ClickAsync();
            await Expect(page.Button(seat + ", yours")).ToBeVisibleAsync();
        }

        await LookAsync(page, "swap");
        await page.Button("Swap my seats").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = $"QR code of the ticket for seat {IdOf(wanted[0])}", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = $"QR code of the ticket for seat {IdOf(wanted[1])}", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(2);
        await page.GoAsync($"/screenings/{screening}");
        foreach (var seat in wanted) await Expect(page.Button(seat + ", sold")).ToBeVisibleAsync();
        foreach (var seat in old) await Expect(page.Button(seat + ", free")).ToBeVisibleAsync();
    }

    /// <summary>"C9" of "Row C, seat 9, standard, 32.00 PLN".</summary>
    private static string IdOf(string label) => label.Split(", ") is [var row, var seat, ..] ? row[4..] + seat[5..] : label;

    private static async Task LookAsync(IPage page, string name)
    {
        var wider = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(wider <= 0, $"{wider} px too wide");
        Assert.Empty(await EveryPageTests.LookAsync(page, name));
    }
}
