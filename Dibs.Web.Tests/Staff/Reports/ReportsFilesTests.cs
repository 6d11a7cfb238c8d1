using System.Net;
using Dibs.Domain.Staff;

namespace Dibs.Web.Tests.Staff.Reports;

/// <summary>Sales as files: who took which ones away stands in the audit.</summary>
public sealed class ReportsFilesTests(TestHouse house) : IClassFixture<TestHouse>, IAsyncLifetime
{
    private HttpClient _manager = null!;

    public async Task InitializeAsync()
    {
        house.Audit.Written.Clear();
        _manager = await house.SignedInAsync(StaffRoles.Manager);
    }

    public Task DisposeAsync()
    {
        _manager.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("day", "csv", "text/csv")]
    [InlineData("booking", "csv", "text/csv")]
    [InlineData("protocol", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    public async Task Export_OfARange_IsAudited(string by, string format, string type)
    {
        using var answer = await _manager.GetAsync($"/staff/reports/sales.{format}?by={by}&from=2026-11-20&until=2026-11-22");

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal($"sales-by-{by}-2026-11-20-2026-11-22.{format}", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        var entry = Assert.Single(house.Audit.Written);
        Assert.Equal((StaffRoles.Manager, "report.exported", $"sales by {by}"), (entry.By.Name, entry.Action, entry.Subject));
        Assert.Equal($$"""{"from":"2026-11-20","until":"2026-11-22","format":"{{format}}"}""", entry.After);
    }

    [Fact]
    public async Task Export_ThatIsRefused_IsNot()
    {
        using var wrong = await _manager.GetAsync("/staff/reports/sales.csv?by=weather");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var usher = await house.SignedInAsync(StaffRoles.Usher);
        using var refused = await usher.GetAsync("/staff/reports/sales.csv");
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        Assert.Empty(house.Audit.Written);
    }
}
