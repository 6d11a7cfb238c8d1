using System.Net.Http.Json;

namespace Dibs.Experiments.Viewing;

/// <summary>The hall that all look at: its seats, each with a number of its own from 0.</summary>
internal sealed class WatchedHall
{
    // All rows that SeatLabel knows a key for.
    private readonly short[] _indexes = new short[27 * 27 * 128];

    private WatchedHall(int screening, IReadOnlyList<string> seats, IReadOnlyList<string> changeable)
    {
        Screening = screening;
        Seats = seats;
        Changeable = changeable;
        Array.Fill(_indexes, (short)-1);
        for (var index = 0; index < seats.Count; index++) _indexes[SeatLabel.KeyOf(seats[index])] = (short)index;
    }

    public int Screening { get; }

    public IReadOnlyList<string> Seats { get; }

    /// <summary>
    /// Those that can be held and let go, whoever holds which others: free, made for everybody, and so far from each other and from
    /// the aisle that no choice among them leaves a single seat, which the server refuses.
    /// </summary>
    public IReadOnlyList<string> Changeable { get; }

    /// <param name="screening">Null: of the coming screenings in the largest hall the emptiest.</param>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static async Task<WatchedHall> FindAsync(HttpClient http, int? screening, CancellationToken cancellationToken)
    {
        var id = screening ?? await LargestAsync(http, cancellationToken);
        var seats = await SeatsAsync(http, id, cancellationToken);
        return new(
            id, [.. seats.Select(seat => seat.Id)],
            [.. ChangeableOf(seats).Select(seat => seat.Id)]);
    }

    /// <summary>Of free seats side by side each third one, but none that has a single seat behind it.</summary>
    internal static IEnumerable<HallSeat> ChangeableOf(IReadOnlyList<HallSeat> seats)
    {
        for (var start = 0; start < seats.Count;)
        {
            var count = seats.Skip(start).TakeWhile((seat, i) => seat.IsForAll && (i == 0 || seat.IsBeside(seats[start + i - 1]))).Count();
            for (var i = 0; i < count; i += 3)
            {
                if (count - i != 2) yield return seats[start + i];
            }

            start += Math.Max(count, 1);
        }
    }

    /// <summary>A seat's number, -1 where the hall has no such seat.</summary>
    public int IndexOf(int key) => _indexes[key];

    /// <summary>What the database says of each seat at this moment.</summary>
    public async Task<SeatLook[]> TruthAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var truth = new SeatLook[Seats.Count];
        foreach (var seat in await SeatsAsync(http, Screening, cancellationToken))
            truth[IndexOf(SeatLabel.KeyOf(seat.Id))] = SeatLabel.LookOf(seat.State);
        return truth;
    }

    private static async Task<int> LargestAsync(HttpClient http, CancellationToken cancellationToken)
    {
        // Well before its start, so that seats can be held until the end.
        var from = TimeProvider.System.GetUtcNow().AddHours(2);
        var screenings = await http.GetFromJsonAsync<List<ScreeningLine>>(
            new Uri($"/api/screenings?from={from:yyyy-MM-ddTHH:mm:ssZ}", UriKind.Relative), cancellationToken);
        return screenings!.OrderByDescending(line => line.Total).ThenByDescending(line => line.Free).FirstOrDefault()?.Id
            ?? throw new InvalidOperationException("There is no coming screening to look at: ./dibs up makes some.");
    }

    private static async Task<IReadOnlyList<HallSeat>> SeatsAsync(HttpClient http, int screening, CancellationToken cancellationToken)
    {
        var hall = await http.GetFromJsonAsync<Hall>(new Uri($"/api/screenings/{screening}", UriKind.Relative), cancellationToken);
        return hall!.Seats;
    }

    private sealed record ScreeningLine(int Id, int Free, int Total);

    private sealed record Hall(IReadOnlyList<HallSeat> Seats);

    internal sealed record HallSeat(string Id, string Row, int X, string Type, decimal? Price, string State)
    {
        public bool IsForAll => this is { State: "free", Type: "ordinary", Price: not null };

        public bool IsBeside(HallSeat other) => Row == other.Row && X == other.X + 1;
    }
}
