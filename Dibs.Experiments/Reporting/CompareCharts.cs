using Dibs.Experiments.Analysing;

namespace Dibs.Experiments.Reporting;

/// <summary>A and B beside each other, a bar for each cell.</summary>
internal static class CompareCharts
{
    public static IEnumerable<Chart> Make(List<PairFigures> pairs)
    {
        string[] names = [.. pairs.Select(pair => string.Join(" · ", pair.First.Cell.Protocol, pair.First.Cell.Load,
            pair.First.Cell.Condition))];
        yield return Bars("compare-p50", "Median", "p50 of confirmed bookings. Shorter is faster.", "ms", names, pairs,
            cell => cell.P50Ms);
        yield return Bars("compare-p99", "The slowest of a hundred", "p99 of confirmed bookings.", "ms", names, pairs,
            cell => cell.P99Ms);
        yield return Bars("compare-throughput", "Bookings sold per second", "Longer is better.", "per second", names,
            pairs, cell => cell.SoldPerSecond);
    }

    private static Chart Bars(
        string name, string title, string says, string axis, string[] names, List<PairFigures> pairs, Func<CellFigures,
            Estimate> of)
    {
        object Series(string which, string colour, Func<PairFigures, CellFigures> cellOf) => new
        {
            type = "bar",
            name = which,
            color = colour,
            barMaxWidth = 10,
            data = pairs.Select(pair => Math.Round(of(cellOf(pair)).Value, 3))
                .Select(value => double.IsFinite(value) ? value : 0),
        };
        var option = ChartStyle.Option(
            ChartStyle.Values(axis, across: true), ChartStyle.Categories(names),
            [Series("A", "@blue", pair => pair.First), Series("B", "@orange", pair => pair.Second)]);
        option["yAxis"]!["inverse"] = true;
        return new(name, title, says, 1140, 110 + (34 * names.Length), option);
    }
}
