using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Dibs.Web.Metrics;

/// <summary>
/// One instrument as Prometheus knows it: a name with its unit, a type, and a series for each set of labels. Safe to record
/// from any thread while it is being written.
/// </summary>
internal sealed class MetricFamily
{
    // For histograms that give no advice, in the instrument's unit.
    private static readonly double[] CommonBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<string, Series> _series = new();
    private readonly Instrument _instrument;
    private readonly string _type;
    private readonly bool _replaces;
    private readonly double[]? _bounds;

    /// <param name="goesDown">Of an instrument that calls itself a counter and is none.</param>
    public MetricFamily(Instrument instrument, bool goesDown = false)
    {
        _instrument = instrument;
        var kind = instrument.GetType().GetGenericTypeDefinition();
        _replaces = instrument.IsObservable || kind == typeof(Gauge<>);
        _type = goesDown ? "gauge"
            : kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? "counter"
            : kind == typeof(Histogram<>) ? "histogram"
            : "gauge";
        if (_type == "histogram")
            _bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? CommonBounds;
        Name = PrometheusText.NameOf(instrument.Name, instrument.Unit, _type == "counter");
    }

    /// <summary>Letters, digits and underscores, unit and "_total" at the end.</summary>
    public string Name { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _series.GetOrAdd(PrometheusText.LabelsOf(tags), _ => new Series(_bounds)).Record(value, _replaces);

    /// <summary>What is observed only when somebody asks: a series that is gone is not to be told for ever.</summary>
    public void ForgetObserved()
    {
        if (_instrument.IsObservable) _series.Clear();
    }

    /// <summary>Nothing where nothing was ever recorded.</summary>
    public void WriteTo(StringBuilder text)
    {
        if (_series.IsEmpty) return;
        text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {PrometheusText.HelpOf(_instrument.Description)}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {Name} {_type}\n");
        foreach (var (labels, series) in _series.OrderBy(one => one.Key, StringComparer.Ordinal)) series.WriteTo(text, Name, labels);
    }

    /// <summary>The values of one set of labels.</summary>
    private sealed class Series(double[]? bounds)
    {
        private readonly Lock _lock = new();
        private readonly long[] _counts = new long[bounds is null ? 0 : bounds.Length + 1];
        private double _value;

        public void Record(double value, bool replaces)
        {
            lock (_lock)
            {
                _value = replaces ? value : _value + value;
                if (bounds is null) return;
                var bucket = Array.FindIndex(bounds, bound => value <= bound);
                _counts[bucket < 0 ? bounds.Length : bucket]++;
            }
        }

        public void WriteTo(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                if (bounds is null)
                {
                    Write(text, name, labels, _value);
                    return;
                }

                var sum = 0L;
                for (var i = 0; i < _counts.Length; i++)
                {
                    sum += _counts[i];
                    var bound = i < bounds.Length ? PrometheusText.NumberOf(bounds[i]) : "+Inf";
                    Write(text, name + "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", sum);
                }

                Write(text, name + "_sum", labels, _value);
                Write(text, name + "_count", labels, sum);
            }
        }

        private static void Write(StringBuilder text, string name, string labels, double value)
        {
            text.Append(name);
            if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
            text.Append(' ').Append(PrometheusText.NumberOf(value)).Append('\n');
        }
    }
}
