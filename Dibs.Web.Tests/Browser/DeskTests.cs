using Dibs.Domain.Staff;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>Those who sell, those who repair and those who count, each at their desk.</summary>
public sealed class DeskTests(BrowserFixture browser) : BrowserTest(browser)
{
    private readonly List<string> _found = [];

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Dark, 360, 640)]
    public async Task Desks_SellRepairAndCount_FitAndAreAccessible(ColorScheme scheme, int width, int height)
    {
        var seller = await Browser.OpenAsync(scheme, width, height);
        await seller.SignInAsync(StaffRoles.BoxOffice, "/staff/box-office");
        // Tomorrow's, which are all for sale.
        await seller.GetByLabel("Day").FillAsync(TimeProvider.System.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        var screenings = seller.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Screenings" });
        await Expect(screenings).ToBeVisibleAsync();
        await LookAsync(seller, "box-office");
        await screenings.GetByRole(AriaRole.Link).Last.ClickAsync();
        await seller.Button("List by row").ClickAsync();
        await seller.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new("^Row B, .*, free$") }).First.ClickAsync();
        await LookAsync(seller, "box-office-sale");
        await seller.Button("Sell F2").ClickAsync();
        await Expect(seller.GetByText(new System.Text.RegularExpressions.Regex("^Sold [A-Z]"))).ToBeVisibleAsync();
        await Expect(seller.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Print the tickets" })).ToBeVisibleAsync();
        await LookAsync(seller, "box-office-booking");

        var engineer = await Browser.OpenAsync(scheme, width, height);
        await engineer.SignInAsync(StaffRoles.Engineer, "/staff/desk");
        await Expect(engineer.GetByText("Looked at again every")).ToBeVisibleAsync();
        await LookAsync(engineer, "desk");

        var manager = await Browser.OpenAsync(scheme, width, height);
        await manager.SignInAsync(StaffRoles.Manager, "/staff/reports");
        await Expect(manager.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Sales", Exact = true })).ToBeVisibleAsync();
        await LookAsync(manager, "reports");

        Assert.True(_found.Count == 0, string.Join(Environment.NewLine, _found));
    }

    private async Task LookAsync(IPage page, string name)
    {
        var wider = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (wider > 0) _found.Add($"{name}: {wider} px too wide");
        _found.AddRange(await EveryPageTests.LookAsync(page, name));
    }
}
