namespace Dibs.Experiments.Loading;

/// <summary>One hall of a <see cref="SeatView"/>, which locks.</summary>
internal sealed class SeenHall
{
    private enum Seen
    {
        Free,

        /// <summary>Somebody was told so while another booking had it.</summary>
        Taken,

        /// <summary>Sold, or of a booking of which nobody knows what became.</summary>
        Gone,
    }

    private readonly IReadOnlyList<string> _names;
    private readonly Dictionary<string, int> _places = [];
    private readonly Seen[] _seen;
    private readonly int[] _underWay;
    private readonly bool[] _kept;

    // Places that can be wished for, in any order, and where each stands in the list; -1 for not there.
    private readonly List<int> _free;
    private readonly int[] _at;

    // Places by how much they are liked.
    private readonly int[] _ranks;

    public SeenHall(int screening, IReadOnlyList<string> names, Random random)
    {
        (Screening, _names) = (screening, names);
        for (var place = 0; place < names.Count; place++) _places[names[place]] = place;
        (_seen, _underWay, _kept) = (new Seen[names.Count], new int[names.Count], new bool[names.Count]);
        _free = [.. Enumerable.Range(0, names.Count)];
        (_at, _ranks) = ([.. _free], [.. _free]);
        random.Shuffle(_ranks);
    }

    public int Screening { get; }

    public int Size => _names.Count;

    public int Free => _free.Count;

    public string NameOf(int place) => _names[place];

    /// <summary>As many as there are draws, or all that are free.</summary>
    public IReadOnlyList<int> Choose(IReadOnlyList<double> draws, double[] weights)
    {
        var chosen = new List<int>(draws.Count);
        foreach (var draw in draws)
        {
            if (_free.Count == 0) break;
            var place = weights.Length == 0 ? _free[(int)(draw * _free.Count)] : ByRank(draw, weights);
            chosen.Add(place);
            // No seat twice in one booking; put back below.
            Remove(place);
        }

        foreach (var place in chosen) Add(place);
        return chosen;
    }

    /// <param name="keep">Nobody else may wish for them meanwhile.</param>
    public void Begin(IReadOnlyList<int> places, bool keep)
    {
        foreach (var place in places)
        {
            _underWay[place]++;
            _kept[place] = keep;
            if (keep) Remove(place);
        }
    }

    /// <returns>How many seats became free again that had been shown as taken.</returns>
    public int End(IReadOnlyList<int> places, Outcome outcome, IReadOnlyList<string> taken)
    {
        var flickers = 0;
        foreach (var place in places)
        {
            _underWay[place]--;
            _kept[place] = false;
            if (outcome is Outcome.Sold or Outcome.Unknown) See(place, Seen.Gone);
            else if (_seen[place] == Seen.Taken && _underWay[place] == 0)
            {
                See(place, Seen.Free);
                flickers++;
            }
            else if (_seen[place] == Seen.Free) Add(place);
        }

        // Only while somebody is booking it: one who was faster and failed has given it back meanwhile.
        foreach (var name in taken)
        {
            if (_places.TryGetValue(name, out var place) && _seen[place] == Seen.Free && _underWay[place] > 0)
                See(place, Seen.Taken);
        }

        return flickers;
    }

    private void See(int place, Seen seen)
    {
        _seen[place] = seen;
        if (seen == Seen.Free) Add(place);
        else Remove(place);
    }

    private int ByRank(double draw, double[] weights)
    {
        var rank = Array.BinarySearch(weights, draw * weights[^1]);
        if (rank < 0) rank = ~rank;
        // The next best one that is free.
        while (_at[_ranks[rank % _ranks.Length]] < 0) rank++;
        return _ranks[rank % _ranks.Length];
    }

    private void Remove(int place)
    {
        if (_at[place] < 0) return;
        var last = _free[^1];
        (_free[_at[place]], _at[last]) = (last, _at[place]);
        _free.RemoveAt(_free.Count - 1);
        _at[place] = -1;
    }

    private void Add(int place)
    {
        if (_at[place] >= 0 || _kept[place]) return;
        _at[place] = _free.Count;
        _free.Add(place);
    }
}
