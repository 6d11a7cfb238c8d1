using System.Globalization;
using Dibs.Experiments.Analysing;
using Dibs.Experiments.Loading;

namespace Dibs.Experiments.Reporting;

/// <summary>Charts of one run, as the thesis has them: a histogram, and all durations over time. Faults are marked.</summary>
internal static class RunCharts
{
    public static IEnumerable<Chart> Make(RunFigures run)
    {
        yield return Histogram(run);
        yield return Scatter(run);
        if (run.Record.Cell.IsOpen || run.Record.Faults.Count > 0) yield return Course(run);
    }

    private static Chart Histogram(RunFigures run) => new(
        $"run-{run.Record.Id}-histogram", $"{run.Record.What}: durations", "How many requests took how long.", 560, 240,
        ChartStyle.Option(
            Thinned(ChartStyle.Categories(run.Sample.Bins.Select(bin =>
                bin.FromMs.ToString("0", CultureInfo.InvariantCulture)), "from, ms")),
            ChartStyle.Values("requests"),
            [
                Bars("sold", "@green", run.Sample.Bins.Select(bin => bin.Sold)),
                Bars("not sold", "@grey", run.Sample.Bins.Select(bin => bin.NotSold)),
            ]));

    private static object Bars(string name, string colour, IEnumerable<int> data) =>
        new { type = "bar", name, stack = "all", color = colour, barCategoryGap = "8%", data = data.ToArray() };

    /// <summary>Not every bar has room for its number.</summary>
    private static System.Text.Json.Nodes.JsonNode Thinned(object axis)
    {
        var node = System.Text.Json.JsonSerializer.SerializeToNode(axis)!;
        node["axisLabel"]!["interval"] = 4;
        return node;
    }

    private static Chart Scatter(RunFigures run) => new(
        $"run-{run.Record.Id}-scatter", $"{run.Record.What}: over time",
            "Each mark is a request, at the time when the customer came.", 560, 240,
        ChartStyle.Option(
            ChartStyle.Values("seconds", across: true), ChartStyle.Values("ms"),
            run.Sample.Points.GroupBy(point => point.Outcome).OrderBy(group => group.Key)
                .Select((group, i) => (object)new
                {
                    type = "scatter",
                    name = ShareCharts.WordFor(group.Key),
                    symbol = group.Key == Outcome.Sold ? "circle" : "triangle",
                    symbolSize = group.Key == Outcome.Sold ? 4 : 6,
                    color = Colours.OfOutcome(group.Key.ToString()),
                    itemStyle = new { opacity = 0.7 },
                    data = group.Select(point => new[] { Math.Round(point.At, 2), Math.Round(point.Ms, 1) }),
                    markArea = i == 0 ? Marks(run) : null,
                })));

    private static Chart Course(RunFigures run)
    {
        var course = run.Sample.Course;
        object Line(string name, string colour, string type, Func<CoursePoint, double> of, object? marks = null) => new
        {
            type = "line",
            name,
            color = colour,
            showSymbol = false,
            lineStyle = new { color = colour, type, width = 1.8 },
            data = course.Where(point => double.IsFinite(of(point)))
                .Select(point => new[] { point.Second, Math.Round(of(point), 1) }),
            markArea = marks,
        };
        return new(
            $"run-{run.Record.Id}-course", $"{run.Record.What}: second by second",
            "Customers who came in each second: how long their bookings took, and how many were answered busy, failed "
                + "or unknown.", 1140, 260,
            ChartStyle.Option(
                ChartStyle.Values("seconds", across: true), new[] { ChartStyle.Values("ms"),
                    ChartStyle.Values("requests") },
                [
                    Line("p50", "@teal", "solid", point => point.P50Ms, Marks(run)),
                    Line("p99", "@red", "dashed", point => point.P99Ms),
                    new
                    {
                        type = "bar",
                        name = "busy, failed, unknown",
                        color = "@orange",
                        yAxisIndex = 1,
                        barWidth = 6,
                        data = course.Where(point => point.Bad > 0).Select(point => new[] { point.Second, point.Bad }),
                    },
                ]));
    }

    /// <summary>From the fault until the part was back.</summary>
    private static object? Marks(RunFigures run)
    {
        var made = run.Record.Faults.Where(fault => fault.Error is null).ToList();
        return made.Count == 0 ? null : new
        {
            silent = true,
            itemStyle = new { color = "@fault", opacity = 0.8 },
            label = new { color = "@ink", fontSize = 11, position = "insideTop" },
            data = made.Select(fault => new object[] { new { name = fault.What, xAxis = fault.At },
                new { xAxis = fault.Back } }),
        };
    }
}
