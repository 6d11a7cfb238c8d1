using System.Diagnostics;
using Dibs.Domain.Staff;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser;

/// <summary>
/// The house and the wall screen while fifty screenings sell a hundred seats a second: they end at what was sold. How soon, and what the
/// instances worked, is in the test's output (docs/occupancy.md).
/// </summary>
public sealed class HouseRushTests(BrowserFixture browser, ITestOutputHelper output) : BrowserTest(browser)
{
    private const int Screenings = 50;
    private const int Bookings = 1_000;

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(10);

    [Fact]
    [Trait("Category", "Long")]
    public async Task House_WhileFiftyScreeningsSell_EndsAtWhatWasSold()
    {
        using var sales = new Sales(Browser.Address);
        var screenings = await sales.OfTodayAsync(Screenings);
        var sold = 0;
        // First to get warm, then without anybody who looks, to compare with.
        await SellAsync(0);
        output.WriteLine($"nobody looks: {await WhileAsync(() => SellAsync(1))}");

        var house = await OpenAsync("/staff/occupancy");
        var wall = await OpenAsync("/staff/occupancy?wall=1");
        await Expect(wall.GetByRole(AriaRole.List, new() { NameRegex = new("^Halls") })).ToBeVisibleAsync();
        output.WriteLine($"house and wall screen: {await WhileAsync(() => SellAsync(2))}");

        var since = Stopwatch.StartNew();
        foreach (var screening in screenings)
        {
            var row = house.GetByRole(AriaRole.Row).Filter(new() { Has = house.Locator($"a[href='/staff/occupancy/{screening.Id}']") });
            await Expect(row.GetByRole(AriaRole.Cell).Nth(3)).ToHaveTextAsync($"{3 * Bookings / Screenings}");
        }

        output.WriteLine($"all {Screenings} rows are as sold {since.ElapsedMilliseconds} ms after the last answer, looked at one by one");
        Assert.Equal(3 * Bookings, sold);

        async Task SellAsync(int round)
        {
            var under = new List<Task>();
            var started = Stopwatch.StartNew();
            using var pace = new PeriodicTimer(Apart);
            for (var number = 0; number < Bookings; number++)
            {
                var screening = screenings[number % Screenings];
                under.Add(SellOneAsync(screening, screening.Seats[((round * Bookings) + number) / Screenings]));
                await pace.WaitForNextTickAsync();
            }

            await Task.WhenAll(under);
            output.WriteLine($"{Bookings} bookings in {started.Elapsed.TotalSeconds:0.0} s");
        }

        async Task SellOneAsync(ScreeningOfToday screening, string seat)
        {
            var booking = await sales.BookSeatAsync(screening.Id, seat);
            Assert.Equal("confirmed", booking.Status);
            Interlocked.Increment(ref sold);
        }
    }

    private async Task<IPage> OpenAsync(string path)
    {
        var page = await Browser.OpenAsync();
        await page.SignInAsync(StaffRoles.Usher, path);
        return page;
    }

    /// <summary>What the instances worked meanwhile: this stack's processes named Dibs.Web.</summary>
    private static async Task<string> WhileAsync(Func<Task> work)
    {
        var (before, clock) = (Worked(), Stopwatch.StartNew());
        await work();
        return $"{(Worked() - before).TotalSeconds / clock.Elapsed.TotalSeconds:0.00} cores by all instances";
    }

    private static TimeSpan Worked()
    {
        var sum = TimeSpan.Zero;
        foreach (var process in Process.GetProcessesByName("dotnet"))
        {
            using (process)
            {
                if (File.ReadAllText($"/proc/{process.Id}/cmdline").Contains("Dibs.Web.dll", StringComparison.Ordinal)) sum += process.TotalProcessorTime;
            }
        }

        return sum;
    }
}
