using System.Globalization;
using System.Text.RegularExpressions;

namespace Dibs.Infrastructure.Tests.Metrics;

/// <summary>
/// Reads Prometheus' text format 0.0.4 as strictly as its parser does, and more: whatever it does not expect fails the test.
/// </summary>
internal static partial class PrometheusParser
{
    public static IReadOnlyDictionary<string, ParsedFamily> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var families = new Dictionary<string, ParsedFamily>();
        var lines = text[..^1].Split('\n');
        ParsedFamily? current = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('#'))
            {
                var help = HelpLine().Match(lines[i]);
                Assert.True(help.Success, $"No HELP: {lines[i]}");
                var type = TypeLine().Match(lines[++i]);
                Assert.True(type.Success, $"No TYPE after HELP: {lines[i]}");
                Assert.Equal(help.Groups["name"].Value, type.Groups["name"].Value);
                Assert.NotEmpty(help.Groups["help"].Value);
                current = new ParsedFamily(type.Groups["name"].Value, type.Groups["type"].Value, []);
                families.Add(current.Name, current);
                continue;
            }

            var sample = SampleLine().Match(lines[i]);
            Assert.True(sample.Success && current is not null, $"No sample: {lines[i]}");
            var suffix = sample.Groups["name"].Value[current.Name.Length..];
            Assert.StartsWith(current.Name, sample.Groups["name"].Value, StringComparison.Ordinal);
            string[] suffixes = current.Type == "histogram" ? ["_bucket", "_sum", "_count"] : [""];
            Assert.Contains(suffix, suffixes);
            current.Samples.Add((suffix, sample.Groups["labels"].Value), ValueOf(sample.Groups["value"].Value));
        }

        foreach (var family in families.Values) Check(family);
        return families;
    }

    private static void Check(ParsedFamily family)
    {
        Assert.NotEmpty(family.Samples);
        if (family.Type == "counter")
        {
            Assert.EndsWith("_total", family.Name, StringComparison.Ordinal);
            Assert.All(family.Samples.Values, value => Assert.True(value >= 0));
        }

        if (family.Type != "histogram") return;
        var buckets = family.Samples.Where(sample => sample.Key.Suffix == "_bucket")
            .GroupBy(sample => BoundLabel().Replace(sample.Key.Labels, ""));
        foreach (var series in buckets)
        {
            var bounds = series.Select(bucket => ValueOf(BoundLabel().Match(bucket.Key.Labels).Groups["bound"].Value)).ToList();
            Assert.Equal(bounds.Order(), bounds);
            Assert.Equal(double.PositiveInfinity, bounds[^1]);
            var counts = series.Select(bucket => bucket.Value).ToList();
            Assert.Equal(counts.Order(), counts);
            Assert.Equal(counts[^1], family.Samples[("_count", series.Key)]);
            Assert.True(family.Samples[("_sum", series.Key)] >= 0);
        }
    }

    private static double ValueOf(string text) =>
        text == "+Inf" ? double.PositiveInfinity : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# HELP (?<name>[a-z_][a-z0-9_]*) (?<help>([^\\\n]|\\\\|\\n)*)$")]
    private static partial Regex HelpLine();

    [GeneratedRegex("^# TYPE (?<name>[a-z_][a-z0-9_]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""
        ^(?<name>[a-z_][a-z0-9_]*)(\{(?<labels>[a-z_][a-z0-9_]*="([^"\\\n]|\\\\|\\"|\\n)*"(,[a-z_][a-z0-9_]*="([^"\\\n]|\\\\|\\"|\\n)*")*)\})? (?<value>-?[0-9.]+(E[+-]?[0-9]+)?)$
        """)]
    private static partial Regex SampleLine();

    [GeneratedRegex(",?le=\"(?<bound>[^\"]*)\"$")]
    private static partial Regex BoundLabel();
}

/// <param name="Samples">By suffix of the name and labels as they stand there.</param>
internal sealed record ParsedFamily(string Name, string Type, Dictionary<(string Suffix, string Labels), double> Samples);
