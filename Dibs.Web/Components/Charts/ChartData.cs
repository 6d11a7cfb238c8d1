namespace Dibs.Web.Components.Charts;

/// <summary>How a chart is drawn.</summary>
public enum ChartKind
{
    Line,
    Bar,
}

/// <summary>What a chart shows, and the table beside it.</summary>
/// <param name="LabelName">What the labels are: "Day".</param>
/// <param name="Labels">One for each value of every series.</param>
public sealed record ChartData(ChartKind Kind, string LabelName, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>Whether it would look the same: then it is not drawn again.</summary>
    public bool Equals(ChartData? other) => other is not null && Kind == other.Kind && Labels.SequenceEqual(other.Labels)
        && Series.Count == other.Series.Count
        && Series.Zip(other.Series).All(pair => pair.First.Name == pair.Second.Name && pair.First.Values.SequenceEqual(pair.Second.Values));

    public override int GetHashCode() => HashCode.Combine(Kind, Labels.Count, Series.Count);
}

/// <param name="Colour">A variable of the theme: <c>--primary</c>.</param>
public sealed record ChartSeries(string Name, string Colour, IReadOnlyList<decimal> Values);
