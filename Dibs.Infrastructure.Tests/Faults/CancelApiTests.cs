using System.Net;
using System.Text.Json;
using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>What the API says to those who cancel, of a real instance.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class CancelApiTests(FaultCluster cluster)
{
    private const string Mine = "?email=test@example.org";

    [Fact]
    public async Task Cancel_BookingOfSomebodyElse_IsNotThere()
    {
        var (key, seat) = (NewKey(), cluster.NextSeat());
        Assert.True((await cluster.BookAsync(cluster.Survivor, key, seat)).IsConfirmed);

        foreach (var query in (string[])["", "?email=eve@example.org"])
            Assert.Equal((HttpStatusCode.NotFound, "not_found"), await CancelAsync(key, query));

        Assert.Equal((HttpStatusCode.NotFound, "not_found"), await CancelAsync(NewKey(), Mine));
        await cluster.ConfirmedAsync(key, seat, TimeSpan.FromSeconds(5));
        Assert.Equal((HttpStatusCode.OK, "cancelled"), await CancelAsync(key, Mine));
        Assert.Equal((HttpStatusCode.OK, "cancelled"), await CancelAsync(key, Mine));
    }

    [Fact]
    public async Task Cancel_TooLateOrNotMade_IsAConflictThatSaysWhy()
    {
        var late = NewKey();
        // One that no other test books.
        var screening = await cluster.B.QueryAsync<int>(
            "bookings",
            """
            update screenings set starts_at = clock_timestamp() + interval '29 minutes'
            where id = (select max(id) from screenings) returning id
            """);
        Assert.True((await cluster.Survivor.BookAsync(late, screening, ["A1"], "2pc", TestCard.Pays)).IsConfirmed);
        var declined = NewKey();
        Assert.True((await cluster.BookAsync(cluster.Survivor, declined, cluster.NextSeat(), card: TestCard.Declined)).IsRejected);

        Assert.Equal((HttpStatusCode.Conflict, "too_late"), await CancelAsync(late, Mine));
        Assert.Equal((HttpStatusCode.Conflict, "not_made"), await CancelAsync(declined, Mine));
    }

    /// <returns>The status, and the problem's code or the booking's status.</returns>
    private async Task<(HttpStatusCode Status, string? Says)> CancelAsync(string key, string query)
    {
        var reference = BookingId.ReferenceOf(BookingId.FromKey(key));
        // A browser without the cookie of the one that booked.
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{cluster.Survivor.Port}") };
        using var answer = await http.PostAsync(new Uri($"/api/bookings/{reference}/cancel{query}", UriKind.Relative), null);
        var body = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, body.GetProperty(answer.IsSuccessStatusCode ? "status" : "code").GetString());
    }

    private static string NewKey() => Guid.NewGuid().ToString();
}
