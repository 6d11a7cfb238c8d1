using System.Net;
using System.Text;
using System.Text.Json;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Whatever is sent to the API gets an answer that is documented, and none of the server's own errors.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class BadInputTests(FaultCluster cluster)
{
    public static TheoryData<string, string, int, string> Mistakes => new()
    {
        { "unknown seat", """{"seats":["Z99"]}""", 422, "seats" },
        { "seat of another hall", """{"seats":["AA1"]}""", 422, "seats" },
        { "no seat", """{"seats":[]}""", 422, "seats" },
        { "eleven seats", """{"seats":["A1","A2","A3","A4","A5","A6","A7","A8","A9","A10","A11"]}""", 422, "seats" },
        { "a seat twice", """{"seats":["A1","A1"]}""", 422, "seats" },
        { "wrong type", """{"seats":"A1"}""", 422, "seats" },
        { "wrong protocol", """{"protocol":"3pc"}""", 422, "protocol" },
        { "unknown screening", """{"screeningId":999999}""", 422, "screeningId" },
        { "past screening", """{"screeningId":-1}""", 422, "screeningId" },
        { "no e-mail", """{"customer":{"name":"Ada"}}""", 422, "customer.email" },
        { "unknown ticket type", """{"tickets":[{"seat":"A1","type":"duke"}]}""", 422, "tickets[0].type" },
        { "real card", """{"payment":{"card":"5555555555554444"}}""", 422, "payment.card" },
        { "unknown voucher", """{"voucher":"NO-SUCH"}""", 422, "voucher" },
        { "a voucher that is none", """{"voucher":"\u0000'; drop"}""", 422, "voucher" },
        { "not JSON", "{", 422, "body" },
        { "an array", "[]", 422, "body" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Book_OneMistake_NamesTheField(string what, string change, int status, string field)
    {
        var body = await BodyAsync(what, change);

        using var answer = await cluster.Survivor.PostAsync("/api/bookings", body, Guid.NewGuid().ToString());

        Assert.Equal(status, (int)answer.StatusCode);
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        var code = (what, field) switch
        {
            ("past screening", _) => "sales_closed",
            (_, "voucher") => "voucher_unknown",
            _ => "validation_failed",
        };
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData("{}", "seats")]
    [InlineData("""{"seats":["Z99"]}""", "seats")]
    [InlineData("""{"best":0}""", "best")]
    [InlineData("""{"best":11}""", "best")]
    [InlineData("""{"best":"three"}""", "best")]
    [InlineData("""{"best":2,"seats":["A1"]}""", "best")]
    [InlineData("""{"best":2,"category":"balcony"}""", "category")]
    [InlineData("""{"best":2,"wheelchair":"yes"}""", "wheelchair")]
    [InlineData("""{"seats":["A1"],"wheelchair":true}""", "wheelchair")]
    public async Task Hold_OneMistake_NamesTheField(string body, string field)
    {
        using var answer = await cluster.Survivor.PostAsync($"/api/screenings/{cluster.Screening}/holds", body, "");

        Assert.Equal(422, (int)answer.StatusCode);
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task Book_BodyOfOneMegabyte_IsTooLarge()
    {
        using var answer = await cluster.Survivor.PostAsync("/api/bookings", new string(' ', 1_000_000) + "{}", "key");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Book_SameKeyOtherBody_IsAMismatch()
    {
        var (key, seat, other) = (Guid.NewGuid().ToString(), cluster.NextSeat(), cluster.NextSeat());
        Assert.True((await cluster.BookAsync(cluster.Survivor, key, seat)).IsConfirmed);

        var answer = await cluster.BookAsync(cluster.Survivor, key, other);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("idempotency_mismatch", answer.Body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Book_TenThousandRandomBodies_NoServerError()
    {
        var good = await BodyAsync("", "{}");
        var random = new Random(20261122);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 10_000).Select(_ => Mutate(good, random)).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (body, _) =>
            {
                using var answer = await cluster.Survivor.PostAsync("/api/bookings", body, Guid.NewGuid().ToString());
                Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode} to {body}");
            });
    }

    private static string Mutate(string good, Random random)
    {
        var text = new StringBuilder(good);
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0:
                    text[at] = (char)random.Next(1, 0x300);
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 10), text.Length - at));
                    break;
                case 2:
                    text.Insert(at, good.AsSpan(random.Next(good.Length / 2), random.Next(good.Length / 2)));
                    break;
                case 3:
                    text.Insert(at, Awkward[random.Next(Awkward.Length)]);
                    break;
                default:
                    text.Insert(at, random.NextInt64().ToString(System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }

            if (text.Length == 0) text.Append('0');
        }

        return text.ToString();
    }

    private static readonly string[] Awkward =
    [
        "null", "true", "-1", "1e999", "99999999999999999999", "\"\"", "[]", "{}", "\\u0000", "\\ud800", "'; drop table claims; --", "\0",
        "\"holdId\":\"00000000-0000-0000-0000-000000000000\",", "\"tickets\":[null],", "\"seats\":[null],", "\"customer\":null,",
        "\"voucher\":\"\\u0000\",",
    ];

    private async Task<string> BodyAsync(string what, string change)
    {
        if (change is "{" or "[]") return change;
        var body = new Dictionary<string, object>
        {
            ["screeningId"] = cluster.Screening,
            ["seats"] = new[] { "A1" },
            ["customer"] = new { name = "Ada", email = "ada@example.org" },
            ["payment"] = new { card = "4242424242424242" },
        };
        foreach (var (key, value) in JsonSerializer.Deserialize<Dictionary<string, object>>(change)!) body[key] = value;
        if (what == "past screening")
            body["screeningId"] = await cluster.B.QueryAsync<int>(
                "bookings", "select id from screenings where starts_at < now() order by starts_at limit 1");
        return JsonSerializer.Serialize(body);
    }
}
