using MathNet.Numerics.Statistics;
using Perfolizer;
using Perfolizer.Mathematics.SignificanceTesting.Base;
using Perfolizer.Mathematics.SignificanceTesting.MannWhitney;
using Perfolizer.Metrology;

namespace Dibs.Experiments.Analysing;

/// <summary>Two samples compared without assuming anything about their distributions.</summary>
internal static class Comparison
{
    /// <summary>
    /// Mann-Whitney U test, both sides: how probable a difference like this is if there is none. Exact for small samples;
    /// 1 where one is empty.
    /// </summary>
    public static double MannWhitney(IReadOnlyList<double> first, IReadOnlyList<double> second) =>
        first.Count == 0 || second.Count == 0 || first.Concat(second).Distinct().Count() == 1
            ? 1
            : MannWhitneyTest.Instance.Perform(
                new Sample([.. first]), new Sample([.. second]), AlternativeHypothesis.TwoSides, Threshold.Zero)
                    .PValue.Value;

    /// <summary>
    /// Cliff's delta: how much more often a value of the first is above one of the second than below it. -1 to 1, 0 for no
    /// difference; the same as the rank-biserial correlation.
    /// </summary>
    public static double CliffsDelta(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count == 0 || second.Count == 0) return 0;
        // The average rank for equal ones.
        var ranks = first.Concat(second).Ranks(RankDefinition.Average);
        var sum = ranks.Take(first.Count).Sum();
        var above = sum - (first.Count * (first.Count + 1.0) / 2);
        return (2 * above / ((double)first.Count * second.Count)) - 1;
    }

    /// <summary>In the words of Romano et al. (2006).</summary>
    public static string MagnitudeOf(double delta) => Math.Abs(delta) switch
    {
        < 0.147 => "negligible",
        < 0.33 => "small",
        < 0.474 => "medium",
        _ => "large",
    };

    /// <summary>Holm's correction for many tests at once, in the order given.</summary>
    public static IReadOnlyList<double> Holm(IReadOnlyList<double> values)
    {
        var adjusted = new double[values.Count];
        var highest = 0.0;
        foreach (var (index, place) in Enumerable.Range(0, values.Count).OrderBy(i => values[i])
            .Select((index, place) => (index, place)))
        {
            highest = Math.Max(highest, Math.Min(1, values[index] * (values.Count - place)));
            adjusted[index] = highest;
        }

        return adjusted;
    }
}
