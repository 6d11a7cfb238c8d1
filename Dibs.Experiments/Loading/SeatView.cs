using Dibs.Experiments.Planning;

namespace Dibs.Experiments.Loading;

/// <summary>Seats that one request asks for, of one screening.</summary>
internal sealed record ChosenSeats(int Hall, int Screening, IReadOnlyList<int> Places, IReadOnlyList<string> Names);

/// <summary>
/// Which seats customers believe to be free: they see what was sold and what was answered "taken", as on the page, and
/// wish for others. So a hall gets full, and a race is lost only to a booking that was under way.
/// </summary>
internal sealed class SeatView
{
    private readonly Lock _lock = new();
    private readonly List<SeenHall> _halls;
    private readonly Contention _contention;
    private readonly double[] _weights;
    private int _underWay;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="halls">Each screening with its seats.</param>
    public SeatView(IEnumerable<(int Screening, IReadOnlyList<string> Seats)> halls, Contention contention, int seed)
    {
        _contention = contention;
        _halls = [.. halls.Select((hall, i) => new SeenHall(hall.Screening, hall.Seats, new Random(seed + i)))];
        _weights = Cumulated(contention.Skew, _halls.Count == 0 ? 0 : _halls[0].Size);
        Total = _halls.Sum(hall => hall.Size);
    }

    public int Total { get; }

    public int Sold { get; private set; }

    /// <summary>Seats that were shown as taken and became free again, because the booking that had them came to nothing.</summary>
    public int Flickers { get; private set; }

    /// <summary>Whether no more can be sold than a share of the seats that may be left.</summary>
    public bool IsFull(double errorMargin)
    {
        lock (_lock) return Total - Sold <= errorMargin * Total
            || (_underWay == 0 && _halls.All(hall => hall.Free == 0));
    }

    /// <summary>Turns a wish into seats.</summary>
    /// <returns>Null while none is free. <paramref name="changed"/> then ends when another booking does.</returns>
    public ChosenSeats? Choose(Wish wish, out Task changed)
    {
        lock (_lock)
        {
            changed = _changed.Task;
            var first = (int)(wish.Hall * _halls.Count);
            for (var i = 0; i < _halls.Count; i++)
            {
                var number = (first + i) % _halls.Count;
                var hall = _halls[number];
                if (hall.Free == 0) continue;
                var places = hall.Choose(wish.Draws, _weights);
                hall.Begin(places, _contention.Apart);
                _underWay++;
                return new(number, hall.Screening, places, [.. places.Select(hall.NameOf)]);
            }

            return null;
        }
    }

    /// <summary>Notes what became of it.</summary>
    /// <param name="taken">Those that somebody else has.</param>
    public void End(ChosenSeats chosen, Outcome outcome, IReadOnlyList<string> taken)
    {
        lock (_lock)
        {
            var hall = _halls[chosen.Hall];
            _underWay--;
            if (outcome == Outcome.Sold) Sold += chosen.Places.Count;
            Flickers += hall.End(chosen.Places, outcome, taken);
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Sums of the weights of ranks by Zipf's law; none where all seats are liked alike.</summary>
    private static double[] Cumulated(double? skew, int size)
    {
        if (skew is not { } power) return [];
        var sums = new double[size];
        for (var rank = 0; rank < size; rank++)
            sums[rank] = (rank == 0 ? 0 : sums[rank - 1]) + Math.Pow(rank + 1, -power);
        return sums;
    }
}
