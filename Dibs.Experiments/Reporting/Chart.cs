using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dibs.Experiments.Reporting;

/// <summary>One chart as ECharts takes it; colours by name, as "@ink".</summary>
/// <param name="Name">Of its files: letters, digits, '-'.</param>
/// <param name="Says">What one reads from it, for its caption and for those who cannot see it.</param>
internal sealed record Chart(string Name, string Title, string Says, int Width, int Height, JsonNode Option);

/// <summary>What all charts look like.</summary>
internal static class ChartStyle
{
    private const string Font = "Inter, system-ui, sans-serif";

    /// <param name="series">And what else the chart has: it is put over the style.</param>
    public static JsonNode Option(object xAxis, object yAxis, IEnumerable<object> series, bool legend = true) =>
        JsonSerializer.SerializeToNode(new
        {
            textStyle = new { fontFamily = Font, fontSize = 12, color = "@muted" },
            grid = new { left = 8, right = 28, top = legend ? 40 : 16, bottom = 28, containLabel = true },
            legend = new
            {
                show = legend,
                top = 4,
                right = 8,
                itemGap = 16,
                icon = "roundRect",
                itemWidth = 14,
                itemHeight = 8,
                textStyle = new { color = "@ink" }
            },
            xAxis,
            yAxis,
            series = series.ToArray(),
        })!;

    public static object Categories(IEnumerable<string> names, string title = "") => new
    {
        type = "category",
        data = names.ToArray(),
        name = title,
        nameLocation = "middle",
        nameGap = 30,
        axisLine = new { lineStyle = new { color = "@line" } },
        axisTick = new { show = false },
        axisLabel = new { color = "@ink", hideOverlap = false, interval = 0 },
    };

    /// <param name="logarithmic">For what spans powers of ten; nothing of it may be 0.</param>
    public static object Values(string title, double? most = null, bool logarithmic = false, bool across = false) => new
    {
        type = logarithmic ? "log" : "value",
        name = title,
        nameLocation = across ? "middle" : "end",
        nameGap = across ? 26 : 12,
        nameTextStyle = new { color = "@muted", align = across ? "center" : "left" },
        max = most,
        axisLabel = new { color = "@muted", hideOverlap = true },
        splitLine = new { lineStyle = new { color = "@line", width = 0.6 } },
    };
}
