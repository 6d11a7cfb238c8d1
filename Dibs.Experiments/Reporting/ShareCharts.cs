using Dibs.Experiments.Analysing;
using Dibs.Experiments.Loading;
using Dibs.Experiments.Running;

namespace Dibs.Experiments.Reporting;

/// <summary>Charts of what cells consist of, how they are distributed, and how they differ.</summary>
internal static class ShareCharts
{
    private const int CellsAtMost = 40;
    private const int EcdfPoints = 120;

    public static IEnumerable<Chart> Make(Analysis analysis)
    {
        var cells = analysis.Cells.Take(CellsAtMost).ToList();
        string[] names = [.. cells.Select(cell => NameOf(cell, analysis))];
        yield return Stacked(
            "outcomes", "What became of requests", "Share of each outcome.", names, "share", 1,
            Enum.GetValues<Outcome>().Where(outcome => cells.Any(cell => cell.Count(outcome) > 0)).Select(outcome => (
                WordFor(outcome), Colours.OfOutcome(outcome.ToString()),
                (IReadOnlyList<double>)[.. cells.Select(cell =>
                    Share(cell.Count(outcome), cell.Runs.Sum(run => run.Requests)))])));
        yield return Stacked(
            "phases", "Where the time of a booking goes",
            "Mean of confirmed bookings, by their timelines. Seats, payment and tickets are the steps' own work.",
            names, "ms", null,
            PhaseTimes.Phases.Select(phase => (
                phase, Colours.OfPhase(phase),
                (IReadOnlyList<double>)[.. cells.Select(cell =>
                    cell.Runs.Average(run => run.Record.Phases.Milliseconds.GetValueOrDefault(phase)))])));
        foreach (var (group, number) in analysis.Cells.GroupBy(cell => cell.Cell with { Protocol = "" })
            .Take(CellsAtMost).Select((group, i) => (group, i + 1)))
            yield return Ecdf([.. group], $"ecdf-{number}", analysis);
        if (analysis.Pairs.Count > 0) yield return Effects([.. analysis.Pairs.Take(CellsAtMost)], analysis);
    }

    public static string WordFor(Outcome outcome) => outcome switch
    {
        Outcome.LostRace => "lost race",
#pragma warning disable CA1308 // Words in a legend.
        _ => outcome.ToString().ToLowerInvariant(),
#pragma warning restore CA1308
    };

    /// <summary>As much as is needed to tell it from the others.</summary>
    public static string NameOf(CellFigures cell, Analysis analysis)
    {
        var parts = new List<string> { cell.Cell.Protocol };
        if (analysis.Cells.Select(other => other.Cell.Load).Distinct().Count() > 1) parts.Add(cell.Cell.Load);
        if (analysis.Cells.Select(other => other.Cell.Condition).Distinct().Count() > 1) parts.Add(cell.Cell.Condition);
        return string.Join(" · ", parts);
    }

    private static double Share(int part, int all) => all == 0 ? 0 : (double)part / all;

    private static Chart Stacked(
        string name, string title, string says, string[] names, string axis, double? most,
        IEnumerable<(string Name, string Colour, IReadOnlyList<double> Values)> parts)
    {
        var option = ChartStyle.Option(ChartStyle.Values(axis, most, across: true),
            Reversed(ChartStyle.Categories(names)), parts.Select(part => (object)new
            {
                type = "bar",
                stack = "all",
                name = part.Name,
                color = part.Colour,
                barMaxWidth = 16,
                itemStyle = new { borderColor = "@surface", borderWidth = 0.5 },
                data = part.Values.Select(value => Math.Round(value, 4)),
            }));
        return new(name, title, says, 1140, 110 + (26 * names.Length), option);
    }

    /// <summary>First at the top, as one reads.</summary>
    private static System.Text.Json.Nodes.JsonNode Reversed(object axis)
    {
        var node = System.Text.Json.JsonSerializer.SerializeToNode(axis)!;
        node["inverse"] = true;
        return node;
    }

    private static Chart Ecdf(List<CellFigures> cells, string name, Analysis analysis)
    {
        var one = cells[0].Cell;
        var what = analysis.Cells.Select(cell => cell.Cell.Condition).Distinct().Count() > 1 ? $", {one.Condition}"
            : "";
        return new(
            name, $"Distribution: {one.Load}{(one.IsOpen ? " offered" : one.Load == "1" ? " client" : " clients")}{what}",
            "Share of confirmed bookings that took at most so long; further left is faster.", 560, 280,
            ChartStyle.Option(ChartStyle.Values("ms", logarithmic: true, across: true), ChartStyle.Values("share", 1),
                cells.Where(cell => cell.Sold.Length > 0).Select((cell, i) =>
            {
                var (colour, line, _) = Colours.OfSeries(cell.Cell.Protocol, i);
                return (object)new
                {
                    type = "line",
                    name = cell.Cell.Protocol,
                    showSymbol = false,
                    color = colour,
                    lineStyle = new { color = colour, type = line, width = 2 },
                    data = Enumerable.Range(0, EcdfPoints + 1).Select(at => (double)at / EcdfPoints)
                        .Select(share => new[] { Math.Round(Math.Max(0.01, Intervals.Quantile(cell.Sold, share)), 3),
                            Math.Round(share, 4) }),
                };
            })));
    }

    private static Chart Effects(List<PairFigures> pairs, Analysis analysis)
    {
        string[] names = [.. pairs.Select(pair => $"{NameOf(pair.First, analysis)} / {pair.Second.Cell.Protocol}")];
        var bars = pairs.Select(pair => new
        {
            value = Math.Round(pair.Delta, 3),
            itemStyle = new
            {
                color = Comparison.MagnitudeOf(pair.Delta) == "negligible" ? "@grey" : pair.Delta > 0
                ? "@orange" : "@teal"
            },
        });
        var option = ChartStyle.Option(
            ChartStyle.Values("Cliff's delta", 1, across: true), Reversed(ChartStyle.Categories(names)),
            [new { type = "bar", barMaxWidth = 14, data = bars }], legend: false);
        option["xAxis"]!["min"] = -1;
        return new(
            "effects", "How large the differences are",
            "Left of 0 the first protocol is faster, right of it slower; ±1 when every booking of one is. Grey is "
                + "negligible (below 0.147).",
            1140, 80 + (26 * names.Length), option);
    }
}
