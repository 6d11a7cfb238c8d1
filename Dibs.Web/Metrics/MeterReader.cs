using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Dibs.Web.Metrics;

/// <summary>
/// Listens to this process' meters from the moment it is made: all instruments of Dibs, and the few of .NET that say how an
/// instance is. docs/metrics.md lists them. Made before anything counts, because what goes up and down is only told by steps.
/// </summary>
internal sealed class MeterReader : IDisposable
{
    private static readonly HashSet<string> OfDotNet =
    [
        "aspnetcore.components.circuit.active",
        "aspnetcore.components.circuit.connected",
        "dotnet.gc.collections",
        "dotnet.gc.last_collection.heap.size",
        "dotnet.gc.pause.time",
        "dotnet.process.cpu.time",
        "dotnet.process.memory.working_set",
        "dotnet.thread_pool.queue.length",
        "dotnet.thread_pool.thread.count",
        "http.server.active_requests",
        "http.server.request.duration",
    ];

    // .NET publishes these two as counters, though they go down as well.
    private static readonly HashSet<string> GoDown = ["dotnet.thread_pool.queue.length", "dotnet.thread_pool.thread.count"];

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();

    public MeterReader()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != "Dibs" && !OfDotNet.Contains(instrument.Name)) return;
            listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(
                instrument.Name, name => new MetricFamily(instrument, goesDown: GoDown.Contains(name))));
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>All values of this moment in Prometheus' text format.</summary>
    public string Read()
    {
        // One at a time: observing clears what was observed before.
        lock (_reading)
        {
            foreach (var family in _families.Values) family.ForgetObserved();
            _listener.RecordObservableInstruments();
            var text = new StringBuilder(16 * 1024);
            foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal)) family.WriteTo(text);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();
}
