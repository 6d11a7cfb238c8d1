using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>What the API says to those who ask for other seats, of a real instance (docs/changes.md).</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class SwapApiTests(FaultCluster cluster) : IDisposable
{
    private const string Mine = "?email=test@example.org";

    // A browser without the cookie of the one that booked.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{cluster.Survivor.Port}"),
    };

    /// <summary>Of a booking of two seats: the body, and the field that is to blame.</summary>
    public static TheoryData<string, string> Mistakes => new()
    {
        { "{", "body" },
        { "null", "body" },
        { "[]", "body" },
        { "{}", "seats" },
        { """{"seats":null}""", "seats" },
        { """{"seats":[]}""", "seats" },
        { """{"seats":"B1"}""", "seats" },
        { """{"seats":["B1",2]}""", "seats[1]" },
        { """{"seats":["B1"]}""", "seats" },
        { """{"seats":["B1","B2","B3"]}""", "seats" },
        { """{"seats":["B1","B1"]}""", "seats" },
        { """{"seats":["B1",null]}""", "seats" },
        { """{"seats":["B1","b2"]}""", "seats" },
        { """{"seats":["B1","AA1"]}""", "seats" },
        { """{"seats":["B1","\u0000'; drop"]}""", "seats" },
        { """{"seats":["B1","K2"]}""", "seats" },
        { """{"seats":["B1","B2"],"holdId":"mine"}""", "holdId" },
    };

    public void Dispose() => _http.Dispose();

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Swap_OneMistake_NamesTheFieldAndChangesNothing(string body, string field)
    {
        var (reference, seats) = await BookedAsync(2);

        var (status, problem) = await PostAsync(reference, body, Mine);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation_failed"), (status, CodeOf(problem)));
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        await HasAsync(reference, "confirmed", seats);
    }

    [Fact]
    public async Task Swap_ItsOwnSeatTwice_IsNotAsManyAsItHas()
    {
        var (reference, seats) = await BookedAsync(1);

        var (status, problem) = await PostAsync(reference, BodyOf(seats[0], seats[0]), Mine);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation_failed"), (status, CodeOf(problem)));
        await HasAsync(reference, "confirmed", seats);
    }

    [Fact]
    public async Task Swap_BodyThatIsNotJson_SaysWhatToSend()
    {
        var (reference, seats) = await BookedAsync(1);
        using var form = new StringContent("seats=B1", Encoding.UTF8, "application/x-www-form-urlencoded");

        using var answer = await _http.PostAsync(PathOf(reference, Mine), form);

        var problem = await ReadAsync(answer);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation_failed"), (answer.StatusCode, CodeOf(problem)));
        Assert.True(problem.GetProperty("errors").TryGetProperty("Content-Type", out _), problem.ToString());
        await HasAsync(reference, "confirmed", seats);
    }

    [Fact]
    public async Task Swap_BookingOfSomebodyElseOrNone_IsNotThere()
    {
        var (reference, seats) = await BookedAsync(1);
        var wish = BodyOf(cluster.NextSeat());

        foreach (var (asked, query) in ((string, string)[])[(reference, ""), (reference, "?email=eve@example.org"), ("AAAA-AAAA-AAAA", Mine), ("no", Mine)])
        {
            var (status, problem) = await PostAsync(asked, wish, query);
            Assert.Equal((HttpStatusCode.NotFound, "not_found"), (status, CodeOf(problem)));
        }

        await HasAsync(reference, "confirmed", seats);
    }

    [Fact]
    public async Task Swap_SeatsThatOthersHave_IsAConflictThatNamesThem()
    {
        var (reference, seats) = await BookedAsync(2);
        var (_, sold) = await BookedAsync(1);
        using var other = new HttpClient { BaseAddress = _http.BaseAddress };
        using var placed = await other.PostAsJsonAsync(
            new Uri($"/api/screenings/{cluster.Screening}/holds", UriKind.Relative), new { best = 1, category = "standard" });
        var hold = await ReadAsync(placed);
        var held = hold.GetProperty("seats")[0].GetString()!;

        foreach (var taken in (string[])[sold[0], held])
        {
            var (status, problem) = await PostAsync(reference, BodyOf(seats[0], taken), Mine);
            Assert.Equal((HttpStatusCode.Conflict, "seats_taken"), (status, CodeOf(problem)));
            Assert.Equal([taken], problem.GetProperty("seats").EnumerateArray().Select(seat => seat.GetString()));
        }

        await HasAsync(reference, "confirmed", seats);
        using var released = await other.DeleteAsync(new Uri($"/api/holds/{hold.GetProperty("holdId").GetString()}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, released.StatusCode);
    }

    [Fact]
    public async Task Swap_DearerSeats_IsAConflictThatSaysWhatTheyCost()
    {
        var (reference, seats) = await BookedAsync(1);

        // In the middle of the hall are the premium ones.
        var (status, problem) = await PostAsync(reference, BodyOf("P13"), Mine);

        Assert.Equal((HttpStatusCode.Conflict, "dearer"), (status, CodeOf(problem)));
        var booking = await HasAsync(reference, "confirmed", seats);
        Assert.True(problem.GetProperty("amount").GetDecimal() > booking.GetProperty("amount").GetDecimal(), problem.ToString());
    }

    [Fact]
    public async Task Swap_CancelledOrNeverMade_IsAConflict()
    {
        var (cancelled, _) = await BookedAsync(1);
        Assert.Equal(HttpStatusCode.OK, await cluster.Survivor.CancelAsync(cancelled));
        var key = Guid.NewGuid().ToString();
        Assert.True((await cluster.BookAsync(cluster.Survivor, key, cluster.NextSeat(), card: TestCard.Declined)).IsRejected);

        foreach (var reference in (string[])[cancelled, BookingId.ReferenceOf(BookingId.FromKey(key))])
        {
            var (status, problem) = await PostAsync(reference, BodyOf(cluster.NextSeat()), Mine);
            Assert.Equal((HttpStatusCode.Conflict, "not_confirmed"), (status, CodeOf(problem)));
        }
    }

    [Theory]
    [InlineData("29 minutes")]
    [InlineData("-5 minutes")]
    public async Task Swap_SoonOrBegun_IsTooLate(string start)
    {
        // One that no other test books.
        var screening = await cluster.B.QueryAsync<int>(
            "bookings",
            """
            select min(s.id) from screenings s join seat_plans p on p.id = s.seat_plan_id
            where p.seat_count < 625 and s.starts_at > now() + interval '3 days'
            and not exists (select from bookings b where b.screening_id = s.id)
            """);
        var key = Guid.NewGuid().ToString();
        Assert.True((await cluster.Survivor.BookAsync(key, screening, ["B1"], "2pc", TestCard.Pays)).IsConfirmed);
        await cluster.B.QueryAsync<int>(
            "bookings", "update screenings set starts_at = clock_timestamp() + $2::interval where id = $1 returning id", screening, start);
        var reference = BookingId.ReferenceOf(BookingId.FromKey(key));

        var (status, problem) = await PostAsync(reference, BodyOf("B2"), Mine);

        Assert.Equal((HttpStatusCode.Conflict, "too_late"), (status, CodeOf(problem)));
        await HasAsync(reference, "confirmed", "B1");
    }

    /// <summary>A swap needs no Idempotency-Key: the seats say whether it was done.</summary>
    [Fact]
    public async Task Swap_AgainWithWhateverKey_IsAnsweredAsItWas()
    {
        var (reference, seats) = await BookedAsync(1);
        var wanted = cluster.NextSeat();

        foreach (var key in (string?[])[null, "", new string('k', 1000)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, PathOf(reference, Mine)) { Content = Json(BodyOf(wanted)) };
            if (key is not null) request.Headers.Add("Idempotency-Key", key);
            using var answer = await _http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await HasAsync(reference, "confirmed", wanted);
        // The old seat was let go.
        Assert.True((await cluster.BookAsync(cluster.Survivor, Guid.NewGuid().ToString(), seats[0])).IsConfirmed);
    }

    private async Task<(string Reference, string[] Seats)> BookedAsync(int count)
    {
        var key = Guid.NewGuid().ToString();
        string[] seats = [.. Enumerable.Range(0, count).Select(_ => cluster.NextSeat())];
        Assert.True((await cluster.Survivor.BookAsync(key, cluster.Screening, seats, "2pc", TestCard.Pays)).IsConfirmed);
        return (BookingId.ReferenceOf(BookingId.FromKey(key)), seats);
    }

    /// <summary>The booking as its customer sees it.</summary>
    private async Task<JsonElement> HasAsync(string reference, string status, params string[] seats)
    {
        using var answer = await _http.GetAsync(new Uri($"/api/bookings/{reference}{Mine}", UriKind.Relative));
        var booking = await ReadAsync(answer);
        Assert.Equal(status, booking.GetProperty("status").GetString());
        Assert.Equal(seats.Order(), booking.GetProperty("seats").EnumerateArray().Select(seat => seat.GetString()!).Order());
        return booking;
    }

    private async Task<(HttpStatusCode Status, JsonElement Problem)> PostAsync(string reference, string body, string query)
    {
        using var answer = await _http.PostAsync(PathOf(reference, query), Json(body));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (answer.StatusCode, await ReadAsync(answer));
    }

    private static Uri PathOf(string reference, string query) => new($"/api/bookings/{reference}/swap{query}", UriKind.Relative);

    private static string BodyOf(params string[] seats) => JsonSerializer.Serialize(new { seats });

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());

    private static string? CodeOf(JsonElement problem) => problem.GetProperty("code").GetString();
}
