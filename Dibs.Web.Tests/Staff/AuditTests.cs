using System.Net;
using Dibs.Domain.Staff;

namespace Dibs.Web.Tests.Staff;

public sealed class AuditTests(TestHouse house) : IClassFixture<TestHouse>, IAsyncLifetime
{
    private HttpClient _engineer = null!;

    public async Task InitializeAsync()
    {
        house.Audit.Entries.Clear();
        house.Audit.Written.Clear();
        _engineer = await house.SignedInAsync(StaffRoles.Engineer);
    }

    public Task DisposeAsync()
    {
        _engineer.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Page_OfMany_ShowsWhatChangedAndTheWayToOlderOnes()
    {
        for (var entry = 0; entry < 60; entry++) house.Audit.Add($"seats.blocked-{entry}");
        house.Audit.Add("sales.stopped", "the projector is broken", """{"salesStopped":false}""", """{"salesStopped":true}""");

        var page = await TextAsync("/staff/audit?text=se&from=2026-11-26&until=2026-11-27");

        Assert.Equal(("se", 51), (house.Audit.Asked!.Text, house.Audit.Asked.Limit));
        Assert.Equal(TimeSpan.FromDays(2), house.Audit.Asked.Until - house.Audit.Asked.From);
        Assert.Contains("the projector is broken", page, StringComparison.Ordinal);
        Assert.Contains("no → yes", page, StringComparison.Ordinal);
        Assert.Contains("seats.blocked-11<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("seats.blocked-10<", page, StringComparison.Ordinal);
        Assert.Contains("before=12", page, StringComparison.Ordinal);

        Assert.Contains("seats.blocked-10<", await TextAsync("/staff/audit?text=se&before=12"), StringComparison.Ordinal);
        Assert.Contains("from is no day", await TextAsync("/staff/audit?from=yesterday"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_HasEveryEntryAndNoFormulas()
    {
        for (var entry = 0; entry < 60; entry++) house.Audit.Add("seats.blocked");
        house.Audit.Add("staff.locked", "=HYPERLINK(\"http://example.org\")", """{"locked":false}""", """{"locked":true}""");

        using var answer = await _engineer.GetAsync("/staff/audit.csv?text=x&from=2026-11-01");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("audit.csv", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("id,at,by_id,by,action,subject,reason,before,after", lines[0].Trim());
        Assert.Equal(62, lines.Length);
        Assert.DoesNotContain(",=", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("\"=", lines[1], StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode)422, (await _engineer.GetAsync("/staff/audit.csv?until=never")).StatusCode);
        // Who took it away stands in it from now on.
        var written = Assert.Single(house.Audit.Written);
        Assert.Equal((StaffRoles.Engineer, "audit.exported"), (written.By.Name, written.Action));
        Assert.Equal("""{"text":"x","from":"2026-11-01","until":null}""", written.After);
    }

    private async Task<string> TextAsync(string path) => WebUtility.HtmlDecode(await _engineer.GetStringAsync(path));
}
