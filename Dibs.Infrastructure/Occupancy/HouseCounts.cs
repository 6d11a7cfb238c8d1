using Dibs.Domain.Occupancy;
using Dibs.Domain.Screenings;

namespace Dibs.Infrastructure.Occupancy;

/// <summary>Counts the seats of all screenings by their state, change by change. Not thread safe: it belongs to one watch.</summary>
internal sealed class HouseCounts
{
    private readonly Dictionary<int, Hall> _halls;
    private int _arrived;

    public HouseCounts(IReadOnlyList<HouseScreening> screenings, IEnumerable<SeatChange> seats, IEnumerable<Takings> takings)
    {
        _halls = screenings.ToDictionary(screening => screening.Id, screening => new Hall(screening));
        foreach (var seat in seats) Take(seat);
        Take(_halls.Keys, takings);
        Dirty.Clear();
    }

    public IReadOnlyCollection<int> Screenings => _halls.Keys;

    /// <summary>Screenings whose sales have changed since their takings were read.</summary>
    public HashSet<int> Dirty { get; } = [];

    /// <returns>False where that was known, or is older than what is.</returns>
    public bool Take(SeatChange change)
    {
        if (!_halls.TryGetValue(change.ScreeningId, out var hall)) return false;
        var known = hall.Seats.GetValueOrDefault(change.Seat);
        if (change.Version <= known.Version) return false;
        hall.Seats[change.Seat] = (change.State, change.Version);
        if (change.State == known.State) return false;
        hall.ByState[(int)known.State]--;
        hall.ByState[(int)change.State]++;
        if (SeatState.Booked == change.State || SeatState.Booked == known.State) Dirty.Add(change.ScreeningId);
        return true;
    }

    /// <param name="read">The screenings that were asked for: one without takings has none.</param>
    public void Take(IEnumerable<int> read, IEnumerable<Takings> takings)
    {
        var found = takings.ToLookup(taking => taking.ScreeningId);
        foreach (var screening in read) _halls[screening].Takings = [.. found[screening]];
    }

    /// <returns>False where nobody has come in since.</returns>
    public bool Take(IReadOnlyList<Arrivals> arrivals)
    {
        var count = arrivals.Sum(minute => minute.Count);
        if (count == _arrived) return false;
        _arrived = count;
        foreach (var found in arrivals.GroupBy(minute => minute.ScreeningId)) _halls[found.Key].Arrivals = [.. found];
        return true;
    }

    public IReadOnlyList<ScreeningNow> Now() =>
    [
        .. _halls.Values.Select(hall => new ScreeningNow(
            hall.About, hall.ByState[(int)SeatState.Booked], hall.ByState[(int)SeatState.Held], hall.ByState[(int)SeatState.Blocked],
            hall.Takings) { Arrivals = hall.Arrivals }),
    ];

    private sealed class Hall(HouseScreening about)
    {
        public HouseScreening About => about;

        /// <summary>Seats that were touched. Free ones are counted from zero: nobody asks for their number.</summary>
        public Dictionary<string, (SeatState State, long Version)> Seats { get; } = new(StringComparer.Ordinal);

        public int[] ByState { get; } = new int[Enum.GetValues<SeatState>().Length];

        public IReadOnlyList<Takings> Takings { get; set; } = [];

        public IReadOnlyList<Arrivals> Arrivals { get; set; } = [];
    }
}
