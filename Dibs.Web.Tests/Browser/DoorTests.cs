using System.Net.Http.Json;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using Dibs.Domain.Staff;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>A door with a scanner that types, and a connection that goes away.</summary>
public sealed class DoorTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task Door_ScansOnlineAndOffline_AndSettlesLater()
    {
        using var sales = new Sales(Browser.Address);
        var screening = Assert.Single(await sales.StartingInAsync(TimeSpan.FromMinutes(15)));
        var codes = (await sales.BookAsync(screening, seats: 3)).Codes;
        var page = await Browser.OpenAsync(width: 360, height: 640);
        await page.SignInAsync(StaffRoles.Usher, $"/staff/door?screening={screening}&door=1");
        await Expect(page.GetByText("0 of 3 in")).ToBeVisibleAsync();
        await Expect(page.GetByText("Online, list of")).ToBeVisibleAsync();

        await ScanAsync(page, codes[0], "ok", "Let in");
        await ScanAsync(page, codes[0], "used", ", door 1.");
        await ScanAsync(page, "HTTPS://EXAMPLE.ORG", "unknown", "Not a ticket of ours");
        await Expect(page.GetByText("1 of 3 in")).ToBeVisibleAsync();
        Assert.Empty((await page.RunAxe()).Violations.Where(found => found.Impact is "serious" or "critical").Select(found => found.Id));
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

        await page.Context.SetOfflineAsync(true);
        await ScanAsync(page, codes[0], "used", ", door 1.");
        await ScanAsync(page, codes[1], "ok", "Offline: will be checked later");
        await ScanAsync(page, codes[1], "used", ", door 1.");
        await ScanAsync(page, codes[2], "ok", "Let in");
        await ScanAsync(page, "0123456789ABCDEFGHJKMNPQRS", "wrong", "Not on the list of this door");
        await Expect(page.GetByText("2 scans wait to be sent")).ToBeVisibleAsync();
        // Meanwhile somebody comes in by another door with the same ticket.
        Assert.Equal("ok", await ElsewhereAsync(page, screening, codes[2]));

        await page.Context.SetOfflineAsync(false);
        await Expect(page.GetByText("scans wait to be sent")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "To be settled" })).ToBeVisibleAsync();
        await Expect(page.GetByText("somebody had come in with the same ticket at door 2")).ToBeVisibleAsync();
        await Expect(page.GetByText("3 of 3 in")).ToBeVisibleAsync();
        // It would be there again without a connection.
        await page.WaitForFunctionAsync("async () => Boolean(await caches.match(location.href))");
    }

    /// <summary>As a scanner does: it types wherever the focus is, and ends with Enter.</summary>
    private static async Task ScanAsync(IPage page, string code, string result, string says)
    {
        await page.Locator("body").EvaluateAsync("() => document.activeElement.blur()");
        await page.Keyboard.TypeAsync(code);
        await page.Keyboard.PressAsync("Enter");
        var alert = page.GetByRole(AriaRole.Alert).And(page.Locator($"[data-result={result}]"));
        await Expect(alert).ToContainTextAsync(says);
    }

    /// <summary>The same member of the staff at another door, by the API: the browser is offline, its cookies are good.</summary>
    private async Task<string?> ElsewhereAsync(IPage page, int screening, string code)
    {
        var cookies = await page.Context.CookiesAsync();
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = Browser.Address };
        http.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        using var answer = await http.PostAsJsonAsync("/api/checkin", new { code, door = "2", screeningId = screening });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result").GetString();
    }
}
