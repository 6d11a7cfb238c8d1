namespace Dibs.Experiments.Soaking;

/// <summary>A stretch of time.</summary>
internal readonly record struct Span(DateTimeOffset From, DateTimeOffset Until)
{
    public TimeSpan Length => Until - From;

    public bool Overlaps(Span other) => From <= other.Until && other.From <= Until;

    /// <summary>How much of this is covered by none of the others, which may overlap.</summary>
    public TimeSpan Without(IEnumerable<Span> others)
    {
        var (left, at) = (TimeSpan.Zero, From);
        foreach (var other in others.Where(Overlaps).OrderBy(other => other.From))
        {
            if (other.From > at) left += other.From - at;
            if (other.Until > at) at = other.Until;
        }

        return at < Until ? left + (Until - at) : left;
    }
}
