using System.Diagnostics.Metrics;
using System.Text;
using Dibs.Web.Metrics;

namespace Dibs.Web.Tests.Metrics;

public sealed class MetricFamilyTests : IDisposable
{
    private readonly Meter _meter = new("test");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Counter_TwoSetsOfLabels_AreTwoSeriesInOrder()
    {
        var family = new MetricFamily(_meter.CreateCounter<long>("dibs.things", description: "Things\nwith a \\."));

        family.Record(2, [new("b", "2"), new("a", true)]);
        family.Record(3, [new("a", true), new("b", "2")]);
        family.Record(1, [new("a", "say \"no\"\\\n")]);

        Assert.Equal(
            """
            # HELP dibs_things_total Things\nwith a \\.
            # TYPE dibs_things_total counter
            dibs_things_total{a="say \"no\"\\\n"} 1
            dibs_things_total{a="true",b="2"} 5

            """,
            TextOf(family));
    }

    [Fact]
    public void Histogram_Values_AreCountedUpToEachBound()
    {
        var family = new MetricFamily(_meter.CreateHistogram(
            "dibs.wait", "s", "Wait.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] }));

        foreach (var value in (double[])[0.25, 0.5, 0.75, 8]) family.Record(value, []);

        Assert.Equal(
            """
            # HELP dibs_wait_seconds Wait.
            # TYPE dibs_wait_seconds histogram
            dibs_wait_seconds_bucket{le="0.5"} 2
            dibs_wait_seconds_bucket{le="1"} 3
            dibs_wait_seconds_bucket{le="+Inf"} 4
            dibs_wait_seconds_sum 9.5
            dibs_wait_seconds_count 4

            """,
            TextOf(family));
    }

    [Fact]
    public void Gauge_GoesUpAndDownOrIsReplaced_AsItsInstrumentDoes()
    {
        var steps = new MetricFamily(_meter.CreateUpDownCounter<long>("open"));
        var state = new MetricFamily(_meter.CreateGauge<long>("size", "By"));

        foreach (var family in (MetricFamily[])[steps, state])
        {
            family.Record(5, []);
            family.Record(-2, []);
        }

        Assert.Contains("\nopen 3\n", TextOf(steps), StringComparison.Ordinal);
        Assert.Contains("\nsize_bytes -2\n", TextOf(state), StringComparison.Ordinal);
    }

    private static string TextOf(MetricFamily family)
    {
        var text = new StringBuilder();
        family.WriteTo(text);
        return text.ToString();
    }
}
