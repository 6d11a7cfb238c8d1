using Deque.AxeCore.Playwright;
using Dibs.Domain.Staff;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

public sealed class StaffTests(BrowserFixture browser) : BrowserTest(browser)
{
    /// <summary>Made by a manager, signs in by the one-time password, chooses one, sees what an usher may, and is locked out.</summary>
    [Fact]
    public async Task Usher_FromFirstSignInToLockOut_SeesWhatUshersMay()
    {
        var name = "new-" + Guid.NewGuid().ToString("N")[..8];
        var manager = await Browser.OpenAsync();
        await manager.SignInAsync(StaffRoles.Manager, "/staff/people");
        await manager.GetByLabel("Name to sign in with").FillAsync(name);
        await manager.GetByLabel("Usher").First.CheckAsync();
        await manager.Button("Make the account").ClickAsync();
        var password = await manager.Locator("[role=status] code").InnerTextAsync();

        var usher = await Browser.OpenAsync(width: 360, height: 640);
        await usher.GotoAsync("/staff/people");
        await FillInAsync(usher, name, password);
        await Expect(usher.Heading("Choose a password")).ToBeVisibleAsync();
        await usher.GetByLabel("The password that you signed in with").FillAsync(password);
        await usher.GetByLabel("New password", new PageGetByLabelOptions { Exact = true }).FillAsync("four quiet words here");
        await usher.GetByLabel("New password again").FillAsync("four quiet words here");
        await usher.Button("Save the password").ClickAsync();
        // What was asked for first is not for ushers.
        await Expect(usher.Heading("This page is for others")).ToBeVisibleAsync();
        await usher.GoAsync("/staff");
        var menu = usher.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Staff" });
        await Expect(menu.GetByRole(AriaRole.Link)).ToHaveTextAsync(["Occupancy", "Door"]);
        await menu.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Door" }).ClickAsync();
        await Expect(usher.Heading("Which door is this?")).ToBeVisibleAsync();

        await manager.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Change " + name }).ClickAsync();
        await manager.GetByLabel("Why").FillAsync("a test");
        await manager.Button("Lock out").ClickAsync();
        await Expect(manager.GetByRole(AriaRole.Article, new() { Name = name }).GetByText("Locked out by a manager")).ToBeVisibleAsync();
        var again = await Browser.OpenAsync();
        await again.GotoAsync("/staff/sign-in");
        await FillInAsync(again, name, "four quiet words here");
        await Expect(again.GetByRole(AriaRole.Alert)).ToContainTextAsync("a manager has locked the account");

        await manager.Button("Sign out").ClickAsync();
        await Expect(manager.Heading("Staff sign in")).ToBeVisibleAsync();
        await manager.GotoAsync("/staff");
        await Expect(manager.Heading("Staff sign in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Screening_MadeAndItsSaleStopped_CustomersSeeBoth()
    {
        var page = await Browser.OpenAsync();
        await page.SignInAsync(StaffRoles.Manager, "/staff/programme/new");
        // Later than the demo's fortnight, at a minute that no other run has.
        var start = new DateTime(2031, 1, 1, 20, 0, 0).AddHours(6 * Random.Shared.Next(1, 5_000));
        await page.GetByLabel("Start, by the cinema's clock").FillAsync(start.ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture));
        await page.Button("Save").ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/staff/programme/screenings/\\d+"));
        var screening = page.Url.Split('/')[^1];

        var customer = await Browser.OpenAsync();
        await customer.GoAsync($"/screenings/{screening}");
        await Expect(customer.GetByRole(AriaRole.Grid)).ToBeVisibleAsync();
        await page.Button("Stop the sale").ClickAsync();
        await page.GetByLabel("Why is it stopped?").FillAsync("The projector is broken");
        await page.GetByRole(AriaRole.Region, new() { NameRegex = new("^Stop the sale of") })
            .GetByRole(AriaRole.Button, new() { Name = "Stop the sale", Exact = true }).ClickAsync();
        await Expect(page.Button("Resume the sale")).ToBeVisibleAsync();
        using var http = new HttpClient { BaseAddress = Browser.Address };
        using var refused = await http.PostAsync($"/api/screenings/{screening}/holds", System.Net.Http.Json.JsonContent.Create(new { best = 2 }));
        Assert.Contains("sales_closed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Light, 360, 640)]
    public async Task Pages_OfStaff_FitAndAreAccessible(ColorScheme scheme, int width, int height)
    {
        var page = await Browser.OpenAsync(scheme, width, height);
        var found = new List<string>();
        await page.GotoAsync("/staff/sign-in");
        found.AddRange(await LookAsync(page));
        await page.SignInAsync(StaffRoles.Manager);
        foreach (var path in (string[])["", "/people", "/audit", "/programme", "/programme/new", "/programme/films", "/programme/halls", "/programme/halls/1", "/programme/vouchers"])
        {
            await page.GoAsync("/staff" + path);
            await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToBeVisibleAsync();
            found.AddRange(await LookAsync(page));
        }

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }

    private static async Task FillInAsync(IPage page, string name, string password)
    {
        await page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true }).FillAsync(name);
        await page.GetByLabel("Password", new PageGetByLabelOptions { Exact = true }).FillAsync(password);
        await page.Button("Sign in").ClickAsync();
    }

    private static async Task<IEnumerable<string>> LookAsync(IPage page)
    {
        var path = new Uri(page.Url).AbsolutePath;
        var wider = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        var result = await page.RunAxe();
        return result.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{path}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")
            .Concat(wider > 0 ? [$"{path}: {wider} px too wide"] : []);
    }
}
