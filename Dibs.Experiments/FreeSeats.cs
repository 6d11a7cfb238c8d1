using System.Net.Http.Json;

namespace Dibs.Experiments;

/// <summary>Asks the API which seats can be booked.</summary>
internal static class FreeSeats
{
    /// <summary>Free seats of coming screenings, the emptiest first.</summary>
    /// <param name="wanted">Fewer where there are no more; a screening is not cut.</param>
    public static async Task<List<(int Screening, string Seat)>> FindAsync(
        HttpClient http, int wanted, CancellationToken cancellationToken)
    {
        var seats = new List<(int, string)>();
        var from = TimeProvider.System.GetUtcNow().AddHours(1);
        var screenings = await http.GetFromJsonAsync<List<ScreeningLine>>(
            new Uri($"/api/screenings?from={from:yyyy-MM-ddTHH:mm:ssZ}", UriKind.Relative), cancellationToken);
        foreach (var screening in screenings!.OrderByDescending(screening => screening.Free))
        {
            if (seats.Count >= wanted) break;
            var hall = await http.GetFromJsonAsync<Hall>(
                new Uri($"/api/screenings/{screening.Id}", UriKind.Relative), cancellationToken);
            // A companion's seat is not sold alone, and a wheelchair's place is left to whom it is for.
            seats.AddRange(hall!.Seats.Where(seat => seat is { State: "free", Type: "ordinary", Price: not null })
                .Select(seat => (screening.Id, seat.Id)));
        }

        return seats;
    }

    private sealed record ScreeningLine(int Id, int Free);

    private sealed record Hall(IReadOnlyList<HallSeat> Seats);

    private sealed record HallSeat(string Id, string Type, decimal? Price, string State);
}
