using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dibs.Infrastructure.Tests.Faults;

namespace Dibs.Infrastructure.Tests.Thesis;

/// <summary>
/// The thesis' API as its load script and its checker see it. After each test I1 to I8 are checked over all that was booked.
/// </summary>
[Collection(MoreFaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class ThesisApiTests(FaultCluster cluster) : SagaFaultTests(cluster)
{
    private HttpClient? _http;

    private HttpClient Http => _http ??= new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Cluster.Survivor.Port}/thesis/") };

    public static TheoryData<string, object?, string> Mistakes => new()
    {
        { "seats_data", new object[] { new object[] { "z", 999 } }, "seats_data" },
        { "seats_data", Array.Empty<object>(), "seats_data" },
        { "seats_data", new object[] { "a1" }, "seats_data[0]" },
        { "seats_data", new object[] { new object[] { "a", 1 }, new object[] { "a", 1 } }, "seats_data" },
        { "currency", "EUR", "currency" },
        { "amount", -1, "amount" },
        { "amount", "ten", "amount" },
        { "reservation_number", "a@b", "reservation_number" },
        { "customer_id", null, "customer_id" },
        { "screening_id", 999_999, "screening_id" },
    };

    [Theory]
    [InlineData("dibs/")]
    [InlineData("dibs-two-phase-commit")]
    public async Task Dibs_UntilMarkedAsFull_IsSeenWhereTheCheckerLooks(string call)
    {
        var screening = await AddScreeningAsync(clean: true);
        Assert.Equal(625, (await FindAsync(screening)).GetProperty("free_seats").GetArrayLength());
        var number = Guid.NewGuid().ToString();

        var (status, body) = await DibsAsync(call, Body(screening, number, ["a", 1], ["y", 25]));

        Assert.Equal((HttpStatusCode.OK, """{"success":true}"""), (status, body.GetRawText()));
        var seen = await FindAsync(screening);
        Assert.Equal(
            $$"""[{"reservation_number":"{{number}}","seats":["a1","y25"],"customer_id":17}]""",
            seen.GetProperty("reservations").GetRawText());
        Assert.Equal(623, seen.GetProperty("free_seats").GetArrayLength());
        Assert.Contains(await ListAsync("payments/"), payment => Is(payment, "user_id", "17") && Is(payment, "status", "paid"));
        Assert.Equal(2, (await ListAsync("tickets/")).Count(ticket =>
            Is(ticket, "reservation_id", number) && Is(ticket, "status", "issued")));

        // The same again is the same reservation; the same number for other seats, or the same seats for another, is refused.
        Assert.Equal(HttpStatusCode.OK, (await DibsAsync(call, Body(screening, number, ["a", 1], ["y", 25]))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await DibsAsync(call, Body(screening, number, ["a", 2]))).Status);
        var (lost, reason) = await DibsAsync(call, Body(screening, Guid.NewGuid().ToString(), ["a", 1], ["a", 2]));
        Assert.Equal((HttpStatusCode.BadRequest, "Taken: a1."), (lost, reason.GetProperty("message").GetString()));

        Assert.Contains(await ListAsync("screenings/"), line => Is(line, "screening_id", $"{screening}"));
        using var full = await Http.PatchAsync(new Uri($"screenings/{screening}/mark_as_full/", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, full.StatusCode);
        Assert.DoesNotContain(await ListAsync("screenings/"), line => Is(line, "screening_id", $"{screening}"));
        Assert.Equal(HttpStatusCode.BadRequest, (await DibsAsync(call, Body(screening, Guid.NewGuid().ToString(), ["a", 3]))).Status);
    }

    [Fact]
    public async Task PartiallyBooked_NotClean_HasWholeBookingsAndIsInNobodysProgramme()
    {
        var screening = await AddScreeningAsync(clean: false);

        var seen = await FindAsync(screening);
        Assert.Equal(310, seen.GetProperty("free_seats").GetArrayLength());
        Assert.Equal(63, seen.GetProperty("reservations").GetArrayLength());
        var programme = await Cluster.Survivor.GetAsync("/api/screenings");
        Assert.DoesNotContain($"\"id\":{screening},", programme, StringComparison.Ordinal);
        Assert.DoesNotContain("Laboratory", await Cluster.Survivor.GetAsync("/"), StringComparison.Ordinal);
        // A customer who knows it can book it like any other.
        var answer = await Cluster.Survivor.BookAsync(Guid.NewGuid().ToString(), screening, ["A6"], "2pc", "4242424242424242");
        Assert.Equal(HttpStatusCode.Created, answer.Status);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Dibs_OneMistake_NamesTheField(string field, object? value, string named)
    {
        var body = Body(Cluster.Screening, Guid.NewGuid().ToString(), ["a", 1]);
        body[field] = value;

        var (status, answer) = await DibsAsync("dibs", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.True(answer.GetProperty("errors").TryGetProperty(named, out _), answer.GetRawText());
    }

    [Fact]
    public async Task Everything_SwitchedOff_IsNotThere()
    {
        await using var instance = await Cluster.StartInstanceAsync("without", proxied: false, ("Thesis__Enabled", "false"));

        Assert.Equal(HttpStatusCode.NotFound, await instance.StatusAsync("/thesis/screenings/"));
        using var answer = await instance.PostAsync("/thesis/screenings/partially_booked/", "{}", "key");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static Dictionary<string, object?> Body(int screening, string number, params object[][] seats) => new()
    {
        ["customer_id"] = 17,
        ["screening_id"] = screening,
        ["reservation_number"] = number,
        ["amount"] = 20.5,
        ["currency"] = "GBP",
        ["details"] = "A night out",
        ["seats_data"] = seats,
    };

    private static bool Is(JsonElement line, string field, string value) => line.GetProperty(field).ToString() == value;

    private async Task<int> AddScreeningAsync(bool clean)
    {
        using var answer = await Http.PostAsJsonAsync(new Uri("screenings/partially_booked/", UriKind.Relative), new { clean });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("screening_id").GetInt32();
    }

    private async Task<JsonElement> FindAsync(int screening) =>
        await Http.GetFromJsonAsync<JsonElement>(new Uri($"screenings/{screening}/", UriKind.Relative));

    private async Task<JsonElement[]> ListAsync(string call) =>
        (await Http.GetFromJsonAsync<JsonElement[]>(new Uri(call, UriKind.Relative)))!;

    private async Task<(HttpStatusCode Status, JsonElement Body)> DibsAsync(string call, Dictionary<string, object?> body)
    {
        using var answer = await Http.PostAsJsonAsync(new Uri(call, UriKind.Relative), body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
