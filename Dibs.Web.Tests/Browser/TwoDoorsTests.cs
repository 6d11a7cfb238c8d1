using System.Text.Json;
using Dibs.Domain.Staff;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>Two ushers at two doors of one hall, with a scanner each.</summary>
public sealed class TwoDoorsTests(BrowserFixture browser) : BrowserTest(browser)
{
    private const int Rounds = 6;

    [Fact]
    public async Task Doors_SameTicketAtOnce_OneIsGreen_AndNoneForWhatIsNoTicketHere()
    {
        using var sales = new Sales(Browser.Address);
        // Open already, and it can still be cancelled.
        var halls = await sales.StartingInAsync(TimeSpan.FromMinutes(45), count: 2);
        var codes = (await sales.BookAsync(halls[0], Rounds + 1)).Codes;
        var cancelled = await sales.BookAsync(halls[0], 1);
        Assert.True(await sales.CancelAsync(cancelled));
        var elsewhere = await sales.BookAsync(halls[1], 1);
        IPage[] doors = [await OpenAsync(halls[0], "1"), await OpenAsync(halls[0], "2")];

        // The code of a ticket that nobody has used, with a signature of nobody: those that are typed in need none, this one has a wrong one.
        var forged = "D1" + await KeyAsync(doors[0], halls[0]) + codes[Rounds] + new string('0', 103);
        foreach (var (text, result) in new[]
        {
            (forged, "unknown"), (cancelled.Codes[0], "wrong"), (elsewhere.Codes[0], "wrong"), ("0123456789ABCDEFGHJKMNPQRS", "unknown"),
        })
        {
            Assert.Equal([result, result], await ScanAsync(doors, text));
        }

        foreach (var code in codes.Take(Rounds)) Assert.Equal(["ok", "used"], (await ScanAsync(doors, code)).Order());
        foreach (var door in doors) await Expect(door.GetByText($"{Rounds} of {Rounds + 1} in")).ToBeVisibleAsync();
    }

    private async Task<IPage> OpenAsync(int screening, string door)
    {
        var page = await Browser.OpenAsync(width: 360, height: 640);
        await page.SignInAsync(StaffRoles.Usher, $"/staff/door?screening={screening}&door={door}", who: door);
        return page;
    }

    /// <summary>The id of a key that signs tickets.</summary>
    private static async Task<string> KeyAsync(IPage page, int screening)
    {
        var list = await page.EvaluateAsync<JsonElement>(
            "async screening => (await fetch('/api/checkin/list?screeningId=' + screening)).json()", screening);
        return list.GetProperty("keys")[0].GetProperty("id").GetString()!;
    }

    /// <summary>At all doors at once: what each makes of it.</summary>
    private static async Task<string[]> ScanAsync(IPage[] doors, string text)
    {
        var before = await Task.WhenAll(doors.Select(door => Scans(door).CountAsync()));
        await Task.WhenAll(doors.Select(door => door.GetByLabel("Ticket").FillAsync(text)));
        await Task.WhenAll(doors.Select(door => door.GetByLabel("Ticket").PressAsync("Enter")));
        return await Task.WhenAll(doors.Zip(before, async (door, count) =>
        {
            await Expect(Scans(door)).ToHaveCountAsync(count + 1);
            var result = (await Scans(door).First.GetAttributeAsync("data-result"))!;
            await Expect(door.GetByRole(AriaRole.Alert).And(door.Locator($"[data-result={result}]"))).ToBeVisibleAsync();
            return result;
        }));
    }

    /// <summary>The newest first, a dozen at most.</summary>
    private static ILocator Scans(IPage door) => door.Locator("[data-part=scans] > li");
}
