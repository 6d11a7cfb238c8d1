namespace Dibs.Experiments.Painting;

/// <summary>When one page was painted and could be used, from the moment at which it was asked for.</summary>
/// <param name="Page">Its name.</param>
internal sealed record PaintTimes(string Page)
{
    /// <summary>What we promise on a slow phone, in the middle of all rounds.</summary>
    public static readonly TimeSpan Promise = TimeSpan.FromSeconds(1.5);

    private readonly List<double> _painted = [];
    private readonly List<double> _usable = [];

    /// <summary>The largest part of the page.</summary>
    public int MedianMs => MedianOf(_painted);

    public int LongestMs => (int)_painted.Max();

    /// <summary>Clicks are heard.</summary>
    public int UsableMs => MedianOf(_usable);

    public bool IsInTime => MedianMs <= Promise.TotalMilliseconds;

    public void Add(double paintedMs, double usableMs)
    {
        _painted.Add(paintedMs);
        _usable.Add(usableMs);
    }

    private static int MedianOf(List<double> times) => (int)times.Order().ElementAt(times.Count / 2);
}
