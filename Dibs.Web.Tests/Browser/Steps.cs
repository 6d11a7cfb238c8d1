using System.Text.RegularExpressions;
using Dibs.Domain.Languages;
using Dibs.Web.Components.Shared;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>What customers do, by roles and names in the language of their page.</summary>
internal static class Steps
{
    public const string GoodCard = "4242 4242 4242 4242";
    public const string DeclinedCard = "4000 0000 0000 0002";

    /// <summary>Opens a page and waits until its circuit is up: an earlier click would be lost.</summary>
    public static async Task GoAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.InteractiveAsync();
    }

    public static Task InteractiveAsync(this IPage page) => page.Locator("[data-interactive=true]").WaitForAsync();

    /// <summary>How that page speaks.</summary>
    public static async Task<Words> WordsAsync(this IPage page) =>
        Words.In(Language.Of(await page.Locator("html").GetAttributeAsync("lang")));

    public static ILocator Button(this IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public static ILocator Heading(this IPage page, string name) =>
        page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name });

    /// <summary>The seats of the map that are the customer's.</summary>
    public static ILocator MySeats(this IPage page) =>
        page.GetByRole(AriaRole.Grid).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Pressed = true });

    /// <summary>Takes free seats that stand side by side, by mouse; their labels without the state.</summary>
    public static async Task<IReadOnlyList<string>> TakeSeatsAsync(this IPage page, int count)
    {
        var words = await page.WordsAsync();
        var (free, yours, seventh) = (", " + words["free"], ", " + words["yours"], $" {words["seat {0}", 7]},");
        var labels = await page.GetByRole(AriaRole.Grid).GetByRole(AriaRole.Button).EvaluateAllAsync<string[]>(
            "seats => seats.map(seat => seat.getAttribute('aria-label'))");
        // From seat 7 on, which is beside the aisle, in a row whose middle block is empty: so no seat is left alone on the way.
        var start = Enumerable.Range(Random.Shared.Next(40, 300), 300).First(at =>
            labels[at].Contains(seventh, StringComparison.Ordinal) && labels[at..(at + 13)].All(label => label.EndsWith(free, StringComparison.Ordinal)));
        var taken = labels[start..(start + count)].Select(label => label[..^free.Length]).ToList();
        foreach (var seat in taken)
        {
            await page.Button(seat + free).ClickAsync();
            await Expect(page.Button(seat + yours)).ToBeVisibleAsync();
        }

        return taken;
    }

    public static async Task ContinueAsync(this IPage page)
    {
        var words = await page.WordsAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = words["Continue"] }).ClickAsync();
        await Expect(page.Heading(words["Checkout"])).ToBeVisibleAsync();
    }

    public static async Task FillInAsync(this IPage page)
    {
        var words = await page.WordsAsync();
        await page.GetByLabel(words["Name"]).FillAsync("Ada Lovelace");
        await page.GetByLabel(words["E-mail"]).FillAsync("ada@example.org");
        await page.GetByLabel(words["E-mail"]).BlurAsync();
        // The messages go and the form moves up: a click in that moment would meet something else.
        await Expect(page.GetByText(words["Enter your name."])).ToHaveCountAsync(0);
    }

    public static async Task PayByAsync(this IPage page, string card)
    {
        var words = await page.WordsAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = words["Use test card {0}: {1}", card, ""].TrimEnd() }).ClickAsync();
        var filled = new Regex("^" + card.Replace(" ", " ?", StringComparison.Ordinal) + "$");
        await Expect(page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = words["Card number"] })).ToHaveValueAsync(filled);
        await page.PayButton(words).ClickAsync();
    }

    public static ILocator PayButton(this IPage page, Words words) =>
        page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("^" + words["Pay {0}", ""]) });
}
