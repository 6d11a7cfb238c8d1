using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Dibs.Web.Tests.Browser;

/// <summary>Bookings by the API, for those who look at what becomes of them.</summary>
internal sealed class Sales(Uri address) : IDisposable
{
    private const string Email = "ada@example.org";

    private readonly HttpClient _http = new() { BaseAddress = address };

    /// <summary>Books the best seats.</summary>
    /// <param name="protocol">Null for the screening's own.</param>
    public async Task<SoldTickets> BookAsync(int screening, int seats, string? protocol = null)
    {
        using var hold = await _http.PostAsJsonAsync($"/api/screenings/{screening}/holds", new { best = seats });
        var held = await hold.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(held.TryGetProperty("holdId", out var id), held.ToString());
        return await BookAsync(screening, held.GetProperty("seats"), id.GetString(), protocol);
    }

    /// <summary>Books one seat that nobody holds.</summary>
    public Task<SoldTickets> BookSeatAsync(int screening, string seat) => BookAsync(screening, new[] { seat }, holdId: null, protocol: null);

    /// <returns>False where the answer was lost.</returns>
    public async Task<bool> CancelAsync(SoldTickets booking)
    {
        using var answer = await _http.PostAsync(new Uri($"/api/bookings/{booking.Reference}/cancel?email={Email}", UriKind.Relative), null);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Screenings for which nothing is sold yet, made to start in the next three hours; with their seats, the nearest to the back first.</summary>
    public async Task<IReadOnlyList<ScreeningOfToday>> OfTodayAsync(int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        var chosen = (await BetweenAsync(now.AddDays(2), now.AddDays(15)))
            .Where(one => one.GetProperty("total").GetInt32() >= 80 && one.GetProperty("free").GetInt32() == one.GetProperty("total").GetInt32())
            .Select(one => one.GetProperty("id").GetInt32()).TakeLast(count).ToList();
        Assert.Equal(count, chosen.Count);
        // No two of a hall start at the same moment.
        await Stack.DoAsync("psql", "bookings", "-qc",
            $"update screenings set starts_at = now() + interval '150 minutes' + id * interval '1 second', ends_at = now() + interval '4 hours' where id in ({string.Join(',', chosen)})");
        var screenings = new List<ScreeningOfToday>();
        foreach (var id in chosen)
        {
            var screening = await _http.GetFromJsonAsync<JsonElement>($"/api/screenings/{id}");
            var seats = screening.GetProperty("seats").EnumerateArray().Reverse()
                .Where(seat => seat.GetProperty("type").GetString() == "ordinary")
                .Select(seat => seat.GetProperty("id").GetString()!);
            screenings.Add(new(id, [.. seats]));
        }

        return screenings;
    }

    /// <summary>
    /// Screenings in halls of their own, the largest first, for which nothing is sold yet, made to start soon: of the last days, which no other
    /// test looks at.
    /// </summary>
    public async Task<IReadOnlyList<int>> StartingInAsync(TimeSpan left, int count = 1)
    {
        var now = TimeProvider.System.GetUtcNow();
        var chosen = (await BetweenAsync(now.AddDays(8), now.AddDays(15)))
            .Where(one => one.GetProperty("total").GetInt32() < 625 && one.GetProperty("free").GetInt32() == one.GetProperty("total").GetInt32())
            .GroupBy(one => one.GetProperty("hall").GetString())
            .OrderByDescending(hall => hall.First().GetProperty("total").GetInt32())
            .Select(hall => hall.Last().GetProperty("id").GetInt32()).Take(count).ToList();
        Assert.Equal(count, chosen.Count);
        // Before anybody looks at one: instances keep a screening for some seconds.
        var start = FormattableString.Invariant(
            $"update screenings set starts_at = now() + interval '{left.TotalMinutes} minutes', ends_at = now() + interval '3 hours' where id in ({string.Join(',', chosen)})");
        await Stack.DoAsync("psql", "bookings", "-qc", start);
        return chosen;
    }

    public void Dispose() => _http.Dispose();

    private async Task<IEnumerable<JsonElement>> BetweenAsync(DateTimeOffset from, DateTimeOffset to)
    {
        var times = new[] { from, to }.Select(time => Uri.EscapeDataString(time.ToString("O", CultureInfo.InvariantCulture))).ToArray();
        var screenings = await _http.GetFromJsonAsync<JsonElement>($"/api/screenings?from={times[0]}&to={times[1]}");
        return screenings.EnumerateArray();
    }

    private async Task<SoldTickets> BookAsync(int screening, object seats, string? holdId, string? protocol)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/bookings")
        {
            Content = JsonContent.Create(new
            {
                screeningId = screening,
                seats,
                holdId,
                protocol,
                customer = new { name = "Ada", email = Email },
                payment = new { card = "4242424242424242" },
            }),
        };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var booked = await _http.SendAsync(request);
        var body = await booked.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(booked.IsSuccessStatusCode, body.ToString());
        return new SoldTickets(
            body.GetProperty("reference").GetString()!, body.GetProperty("status").GetString()!,
            body.TryGetProperty("tickets", out var tickets) ? [.. tickets.EnumerateArray().Select(ticket => ticket.GetProperty("code").GetString()!)] : []);
    }
}

/// <param name="Seats">For anybody, and free.</param>
internal sealed record ScreeningOfToday(int Id, IReadOnlyList<string> Seats);

/// <param name="Codes">Of its tickets, where it has them.</param>
internal sealed record SoldTickets(string Reference, string Status, IReadOnlyList<string> Codes);
