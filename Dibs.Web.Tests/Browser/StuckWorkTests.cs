using Dibs.Domain.Staff;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>What a crash leaves behind comes to an engineer's page and ends there.</summary>
public sealed class StuckWorkTests(BrowserFixture browser) : BrowserTest(browser)
{
    private static readonly string[] Instances = ["web1", "web2"];

    /// <summary>
    /// Instances that look for what is left behind so seldom that the page comes first, and that crash: one of them, the first that has
    /// decided to cancel; and a saga that turns back, because no tickets are issued, forgets to say so.
    /// </summary>
    private static readonly Dictionary<string, string> Crashing = new()
    {
        ["TwoPhaseCommit__RecoveryInterval"] = "00:01:00",
        ["Saga__SweepInterval"] = "00:00:30",
        ["Saga__CompensateAgainAfter"] = "00:00:10",
        ["Saga__AnswerWithin"] = "00:00:01",
        ["Repairs__PreparedAge"] = "00:00:01",
        ["Repairs__SagaAge"] = "00:00:01",
        ["Tickets__FailureRate"] = "1",
        ["CrashPoints__cancel.2pc.decided"] = "kill",
        ["CrashPoints__saga.moved-refunding"] = "throw",
    };

    [Fact]
    public async Task Desk_LeftPreparedAndLeftCompensating_AreResolvedFromThePage()
    {
        using var sales = new Sales(Browser.Address);
        var screening = await Browser.BigHallAsync();
        var prepared = await sales.BookAsync(screening, 2, "2pc");
        var page = await Browser.OpenAsync();
        await page.SignInAsync(StaffRoles.Engineer);

        await RestartAsync(Crashing);
        try
        {
            var compensating = await sales.BookAsync(screening, 2, "saga");
            Assert.Equal("pending", compensating.Status);
            // One instance dies of it. Where the connection only ends the client asks again by itself, and the other says what was decided.
            await sales.CancelAsync(prepared);
            await page.GoAsync("/staff/desk");
            // Payments and tickets have promised, and nobody has told them.
            await Expect(StuckOf(page, prepared)).ToHaveCountAsync(2, new() { Timeout = 30_000 });
            await Expect(StuckOf(page, compensating)).ToHaveCountAsync(1, new() { Timeout = 30_000 });

            await ResolveAsync(page, StuckOf(page, compensating), "Retry now", "Its step is asked again.", left: 0);
            await ResolveAsync(page, StuckOf(page, prepared), "Resolve now", "It is ended, as it was decided.", left: 1);
            await ResolveAsync(page, StuckOf(page, prepared), "Resolve now", "It is ended, as it was decided.", left: 0);
            await Expect(page.Heading("Nothing is stuck")).ToBeVisibleAsync();

            await page.GoAsync("/staff/audit?text=saga.retried");
            await Expect(DoneBy(page, StaffRoles.Engineer, compensating.Reference)).ToHaveCountAsync(1);
            await page.GoAsync("/staff/audit?text=prepared.resolved");
            await Expect(DoneBy(page, StaffRoles.Engineer, "prepared.resolved")).ToHaveCountAsync(2);
        }
        finally
        {
            await RestartAsync([]);
        }

        await Stack.DoAsync("check");
    }

    private static Task RestartAsync(Dictionary<string, string> settings) =>
        Task.WhenAll(Instances.Select(instance => Stack.DoAsync(settings, "restart", instance)));

    private static ILocator StuckOf(IPage page, SoldTickets booking) =>
        page.GetByRole(AriaRole.Article).Filter(new() { HasText = booking.Reference });

    private static async Task ResolveAsync(IPage page, ILocator stuck, string button, string says, int left)
    {
        await stuck.First.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Expect(page.GetByText(says)).ToBeVisibleAsync();
        await Expect(stuck).ToHaveCountAsync(left);
    }

    private static ILocator DoneBy(IPage page, string role, string what) => page.GetByRole(AriaRole.Row)
        .Filter(new() { HasText = StaffSteps.NameOf(role) }).Filter(new() { HasText = what });
}
