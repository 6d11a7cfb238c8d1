namespace Dibs.Experiments.Soaking;

/// <summary>Seats to wish for: mostly ones that nobody wished for yet, and now and then somebody else's.</summary>
internal sealed class SeatPool(IReadOnlyList<(int Screening, string Seat)> free, Random random)
{
    /// <summary>Share of wishes for seats that another customer wished for a moment ago.</summary>
    private const double Contended = 0.08;

    private const int Remembered = 40;

    // Shuffled, so that one screening after the other does not fill up, and grouped: a booking is for one screening.
    private readonly List<Queue<string>> _halls = [];
    private readonly List<int> _screenings = [];
    private readonly Queue<Seats> _recent = new();

    /// <summary>Set when every seat was wished for once: from then on most wishes are for taken seats.</summary>
    public bool IsUsedUp { get; private set; }

    public Seats Next()
    {
        if (_halls.Count == 0) Deal();
        var number = random.Next(100) switch { < 30 => 1, < 75 => 2, < 87 => 3, < 95 => 4, _ => 5 };
        if (_recent.Count > 0 && random.NextDouble() < Contended) return _recent.ElementAt(random.Next(_recent.Count));
        var hall = random.Next(_halls.Count);
        var seats = new List<string>();
        while (seats.Count < number && _halls[hall].TryDequeue(out var seat)) seats.Add(seat);
        var wish = new Seats(_screenings[hall], seats);
        if (_halls[hall].Count == 0)
        {
            _halls.RemoveAt(hall);
            _screenings.RemoveAt(hall);
            IsUsedUp |= _halls.Count == 0;
        }

        _recent.Enqueue(wish);
        if (_recent.Count > Remembered) _recent.Dequeue();
        return wish;
    }

    private void Deal()
    {
        foreach (var hall in free.GroupBy(seat => seat.Screening))
        {
            var seats = hall.Select(seat => seat.Seat).ToArray();
            random.Shuffle(seats);
            _screenings.Add(hall.Key);
            _halls.Add(new(seats));
        }
    }
}

internal sealed record Seats(int Screening, IReadOnlyList<string> Names);
