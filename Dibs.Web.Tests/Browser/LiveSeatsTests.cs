using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>Two customers look at one hall, each on an instance of their own.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class LiveSeatsTests(BrowserFixture browser)
{
    [Fact]
    public async Task Hall_SeatTakenOnTheOtherInstance_IsSeenAndSoIsItsRelease()
    {
        var (here, there) = await OpenOnTwoInstancesAsync();

        var seat = (await here.TakeSeatsAsync(1)).Single();

        await Expect(there.Button(seat + ", held by somebody else")).ToBeVisibleAsync();
        await here.Button(seat + ", yours").ClickAsync();
        await Expect(there.Button(seat + ", free")).ToBeVisibleAsync();
        await Expect(there.GetByText("Updates are delayed")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Hall_BrokerIsKilled_SaysThatUpdatesAreDelayedAndShowsThemAllTheSame()
    {
        var (here, there) = await OpenOnTwoInstancesAsync();
        await Stack.DoAsync("kill", "rabbitmq");
        try
        {
            await Expect(there.GetByText("Updates are delayed")).ToBeVisibleAsync(new() { Timeout = 10_000 });
            var seat = (await here.TakeSeatsAsync(1)).Single();
            await Expect(there.Button(seat + ", held by somebody else")).ToBeVisibleAsync(new() { Timeout = 10_000 });
        }
        finally
        {
            await Stack.DoAsync("start", "rabbitmq");
        }

        await Expect(there.GetByText("Updates are delayed")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        await Expect(here.GetByText("Updates are delayed")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        var next = (await here.TakeSeatsAsync(1)).Single();
        await Expect(there.Button(next + ", held by somebody else")).ToBeVisibleAsync();
    }

    private async Task<(IPage Here, IPage There)> OpenOnTwoInstancesAsync()
    {
        var path = $"/screenings/{await browser.BigHallAsync()}";
        var here = await browser.OpenAsync();
        await here.GoAsync(path);
        for (var tries = 0; tries < 10; tries++)
        {
            var there = await browser.OpenAsync();
            await there.GoAsync(path);
            if (await there.InstanceAsync() != await here.InstanceAsync()) return (here, there);
            await there.Context.CloseAsync();
        }

        throw new InvalidOperationException($"Ten browsers in a row came to {await here.InstanceAsync()}: this needs two instances.");
    }
}
