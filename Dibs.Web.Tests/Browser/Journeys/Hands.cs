using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser.Journeys;

/// <summary>How a customer does things: by finger, by mouse, or by keys alone.</summary>
public enum Hands
{
    Finger,
    Mouse,
    Keys,
}

/// <summary>A customer at a page, who counts what has to be pressed. Typing is not counted, as nobody can be spared it.</summary>
internal sealed class Customer(IPage page, Hands hands)
{
    /// <summary>More stops than this on the way to something, and nobody gets there.</summary>
    private const int Stops = 60;

    public IPage Page => page;

    public int Taps { get; private set; }

    public async Task TapAsync(ILocator target)
    {
        Taps++;
        switch (hands)
        {
            case Hands.Finger:
                await target.TapAsync();
                break;
            case Hands.Mouse:
                await target.ClickAsync();
                break;
            default:
                await ReachAsync(target);
                await page.Keyboard.PressAsync("Enter");
                break;
        }
    }

    /// <summary>Types into a field, in place of what is there.</summary>
    public async Task TypeAsync(string field, string text)
    {
        var target = page.GetByLabel(field, new PageGetByLabelOptions { Exact = true });
        if (hands == Hands.Keys)
        {
            await ReachAsync(target);
            await page.Keyboard.PressAsync("Control+A");
            await page.Keyboard.TypeAsync(text);
        }
        else
        {
            await target.FillAsync(text);
        }

        await Expect(target).ToHaveValueAsync(text);
    }

    /// <summary>What a link gives to be kept.</summary>
    public async Task<byte[]> DownloadAsync(ILocator link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => TapAsync(link));
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }

    private async Task ReachAsync(ILocator target)
    {
        await Expect(target).ToBeEnabledAsync();
        for (var stops = 0; stops < Stops; stops++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement")) return;
        }

        Assert.Fail($"The tab key does not reach {target}.");
    }
}
