using System.Text.Json;

namespace Dibs.Web.Components.Charts;

/// <summary>A chart in ECharts' words. The one place that knows them.</summary>
internal static class ChartOption
{
    public static string Of(ChartData data) => JsonSerializer.Serialize(new
    {
        animation = false,
        textStyle = new { fontFamily = "Inter Variable, Inter, sans-serif", color = "--ink" },
        grid = new { left = 8, right = 16, top = 36, bottom = 8, containLabel = true },
        legend = new { show = data.Series.Count > 1, top = 0, textStyle = new { color = "--ink" } },
        tooltip = new
        {
            trigger = "axis",
            backgroundColor = "--surface",
            borderColor = "--line",
            textStyle = new { color = "--ink" },
        },
        xAxis = new
        {
            type = "category",
            data = data.Labels,
            axisLine = new { lineStyle = new { color = "--line" } },
            axisLabel = new { color = "--muted", hideOverlap = true },
        },
        yAxis = new
        {
            type = "value",
            axisLabel = new { color = "--muted" },
            splitLine = new { lineStyle = new { color = "--line", opacity = 0.3 } },
        },
        series = data.Series.Select(series => new
        {
            type = data.Kind == ChartKind.Line ? "line" : "bar",
            name = series.Name,
            data = series.Values,
            color = series.Colour,
            step = data.Kind == ChartKind.Line ? "end" : null,
            showSymbol = data.Labels.Count == 1,
            barMaxWidth = 48,
        }),
    });
}
