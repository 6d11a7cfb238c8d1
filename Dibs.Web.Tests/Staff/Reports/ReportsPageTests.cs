using Bunit;
using Dibs.Domain.Reports;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Staff.Reports;
using Dibs.Web.Staff;
using Dibs.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Web.Tests.Staff.Reports;

/// <summary>The sales, as managers see them.</summary>
public sealed class ReportsPageTests : PageTest
{
    private readonly List<SalesQuery> _asked;

    public ReportsPageTests()
        : this([])
    {
    }

    private ReportsPageTests(List<SalesQuery> asked)
        : base(services => services.AddSingleton<ISalesReports>(new FakeReports(asked))
            .AddSingleton<IStaffContext>(new OneOfTheStaff(StaffRoles.Manager))) => _asked = asked;

    [Fact]
    public void Reports_ByDay_AreATableAChartAndFiles()
    {
        Navigation.NavigateTo("/staff/reports?by=day&from=2026-11-20&until=2026-11-22");
        var page = Render<ReportsPage>();

        Assert.Equal([new SalesQuery(SalesBy.Day, new DateOnly(2026, 11, 20), new DateOnly(2026, 11, 22))], _asked);
        var table = page.Find("[aria-label=Sales]");
        Assert.Equal(["2026-11-21", "2", "5", "140.00 PLN"], table.QuerySelectorAll("tbody tr")[0].Children.Select(cell => cell.TextContent));
        Assert.Equal(["All, PLN", "3", "7", "196.00 PLN"], table.QuerySelectorAll("tfoot tr")[0].Children.Select(cell => cell.TextContent));
        Assert.Equal(
            "/staff/reports/sales.csv?by=day&from=2026-11-20&until=2026-11-22", page.Link("this table as CSV").GetAttribute("href"));
        Assert.Equal(
            "/staff/reports/sales.csv?by=booking&from=2026-11-20&until=2026-11-22", page.Link("every booking as CSV").GetAttribute("href"));
        // The chart's figures as a table: one column for each currency.
        Assert.Equal(["2026-11-22", "56", "30"], page.FindAll("figure tbody tr")[1].Children.Select(cell => cell.TextContent));
    }

    [Fact]
    public void Reports_ByNothingThatThereIs_SaysSo()
    {
        Navigation.NavigateTo("/staff/reports?by=weather");

        Assert.True(Render<ReportsPage>().Says("Sales are put together by film, day, hall, category or protocol"));
        Assert.Empty(_asked);
    }
}
