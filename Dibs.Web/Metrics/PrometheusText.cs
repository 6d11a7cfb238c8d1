using System.Globalization;
using System.Text;

namespace Dibs.Web.Metrics;

/// <summary>The words of Prometheus' text format, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/).</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary><c>dibs.booking.duration</c> in <c>s</c> is <c>dibs_booking_duration_seconds</c>.</summary>
    /// <param name="unit">As OpenTelemetry writes units: <c>s</c>, <c>By</c>, <c>{request}</c> for what is only counted.</param>
    public static string NameOf(string name, string? unit, bool isCounter)
    {
        var clean = Clean(name);
        var suffix = unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            null or "" or "1" => "",
            _ when unit[0] == '{' => "",
            _ => "_" + Clean(unit),
        };
        if (!clean.EndsWith(suffix, StringComparison.Ordinal)) clean += suffix;
        return isCounter && !clean.EndsWith("_total", StringComparison.Ordinal) ? clean + "_total" : clean;
    }

    /// <summary><c>outcome="confirmed",protocol="2pc"</c>, by name; empty where there are no tags.</summary>
    public static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var labels = new List<string>(tags.Length);
        foreach (var (name, value) in tags) labels.Add($"{Clean(name)}=\"{Escape(TextOf(value)).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    public static string HelpOf(string? description) => Escape(description ?? "");

    public static string NumberOf(double number) => number switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };

#pragma warning disable CA1308 // As other exporters write it.
    private static string TextOf(object? value) => value switch
    {
        bool truth => truth.ToString().ToLowerInvariant(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
#pragma warning restore CA1308

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var character in name) clean.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        return clean.ToString();
    }
}
