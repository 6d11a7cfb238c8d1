using System.Diagnostics;

namespace Dibs.Experiments.Viewing;

/// <summary>
/// Whether this process kept up: it shares the machine with what it measures, and an update that waits here was not late.
/// </summary>
internal sealed class GeneratorHealth : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    private readonly Latencies _waits = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;
    private readonly Timer _timer;

    public GeneratorHealth() => _timer = new Timer(_ => Ask(), null, Every, Every);

    /// <summary>Processor time, in cores.</summary>
    public double Cores => (Environment.CpuUsage.TotalTime - _cpu) / Stopwatch.GetElapsedTime(_started);

    /// <summary>How long work that had come waited for a thread.</summary>
    public double WaitP99Ms => _waits.PercentileMs(0.99);

    public void Dispose() => _timer.Dispose();

    private void Ask()
    {
        var asked = Stopwatch.GetTimestamp();
        ThreadPool.UnsafeQueueUserWorkItem(_ => _waits.Add(Stopwatch.GetTimestamp() - asked), null);
    }
}
