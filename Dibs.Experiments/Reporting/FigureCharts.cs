using Dibs.Experiments.Analysing;

namespace Dibs.Experiments.Reporting;

/// <summary>Charts of figures over load, one group for all cells of a condition; with one load only, over conditions.</summary>
internal static class FigureCharts
{
    private sealed record Figure(string Key, string Title, string Axis, string Says, Func<CellFigures, Estimate> Of,
        double? Most = null);

    private static readonly Figure[] Figures =
    [
        new("fill", "Time to fill", "seconds", "How long it took until every seat was sold. Lower is better.", cell =>
            cell.TimeToFill),
        new("reservation", "Time per reservation", "mean, ms", "How long a confirmed booking took. Lower is better.",
            cell => cell.MeanMs),
        new("success", "Success rate", "share of requests",
            "Requests that were sold. The others mostly lost a race for a seat.", cell => cell.SuccessRate, 1),
        new("throughput", "Bookings sold per second", "per second", "Higher is better.", cell => cell.SoldPerSecond),
        new("p99", "The slowest of a hundred", "p99, ms", "One in a hundred confirmed bookings took longer than this.",
            cell => cell.P99Ms),
        new("coordination", "Coordination share", "share of the protocol's time",
            "What of a booking's time was not the three steps' own work.", cell => cell.CoordinationShare, 1),
    ];

    public static IEnumerable<Chart> Make(Analysis analysis)
    {
        var overLoad = analysis.Cells.Select(cell => cell.Cell.Load).Distinct().Count() > 1;
        var groups = overLoad
            ? analysis.Cells.GroupBy(cell => cell.Cell.Condition)
                .Select(group => (Title: group.Key, Cells: group.ToList()))
            : [(Title: "", Cells: analysis.Cells.ToList())];
        var number = 0;
        foreach (var (title, cells) in groups)
        {
            number++;
            foreach (var figure in Figures.Where(figure => cells.Any(cell => double.IsFinite(figure.Of(cell).Value))))
                yield return Make(figure, cells, overLoad, $"{figure.Key}-{number}", analysis.Cells.Count > cells.Count
                    ? title : "");
        }
    }

    public static string AxisOf(CellFigures cell, bool overLoad) => overLoad ? cell.Cell.Load : cell.Cell.Condition;

    private static Chart Make(Figure figure, List<CellFigures> cells, bool overLoad, string name, string condition)
    {
        var places = cells.Select(cell => AxisOf(cell, overLoad)).Distinct().ToList();
        var protocols = cells.Select(cell => cell.Cell.Protocol).Distinct().ToList();
        var series = protocols.SelectMany((protocol, i) => SeriesOf(
            figure, protocol, i - ((protocols.Count - 1) / 2.0),
                [.. cells.Where(cell => cell.Cell.Protocol == protocol)], places, overLoad));
        var most = cells.SelectMany(cell => new[] { figure.Of(cell).Value, figure.Of(cell).High })
            .Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var title = condition.Length > 0 ? $"{figure.Title} ({condition})" : figure.Title;
        return new(name, title, figure.Says, 560, 300, ChartStyle.Option(
            ChartStyle.Categories(places, overLoad ? cells[0].Cell.IsOpen ? "bookings offered" : "clients" : ""),
            ChartStyle.Values(figure.Axis, figure.Most is { } limit && most <= limit ? limit : null), series));
    }

    /// <summary>A line with marks, and whiskers for the interval; protocols stand beside each other.</summary>
    private static IEnumerable<object> SeriesOf(
        Figure figure, string protocol, double place, List<CellFigures> cells, List<string> places, bool overLoad)
    {
        var (colour, line, symbol) = Colours.OfSeries(protocol, (int)place);
        var points = cells.Select(cell => (Place: places.IndexOf(AxisOf(cell, overLoad)), Estimate: figure.Of(cell),
            cell.Invalid))
            .Where(point => double.IsFinite(point.Estimate.Value)).OrderBy(point => point.Place).ToList();
        // Categories have no between: whiskers and marks are moved by as much, and lines join them.
        var offset = place * 14;
        yield return new
        {
            type = "line",
            name = protocol,
            data = points.Select(point => new
            {
                value = new object[] { point.Place, Math.Round(point.Estimate.Value, 4) },
                symbolOffset = new[] { offset, 0 },
                symbol = point.Invalid ? "path://M0,0 L10,10 M10,0 L0,10" : symbol,
                label = new { show = point.Invalid, formatter = "INVALID", color = "@primary", position = "top" },
            }),
            symbolSize = 8,
            color = colour,
            lineStyle = new { color = colour, type = line, width = places.Count > 1 ? 1.5 : 0, opacity = 0.55 },
        };
        yield return new
        {
            type = "custom",
            name = protocol,
            renderItem = "intervals",
            data = points.Where(point => point.Estimate.HasInterval).Select(point => new[]
            {
                point.Place, Math.Round(point.Estimate.High, 4), Math.Round(Math.Max(0, point.Estimate.Low), 4), offset,
            }),
            encode = new { x = 0, y = new[] { 1, 2 } },
            color = colour,
            z = 3,
        };
    }
}
