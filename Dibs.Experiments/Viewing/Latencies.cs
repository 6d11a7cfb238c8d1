using System.Diagnostics;

namespace Dibs.Experiments.Viewing;

/// <summary>Counts how long things took, in steps of 0.1 ms up to a minute. Written by many threads at once.</summary>
internal sealed class Latencies
{
    private const double StepMs = 0.1;

    private readonly int[] _counts = new int[600_000];

    public long Count => _counts.Sum(count => (long)count);

    /// <param name="ticks">Of <see cref="Stopwatch"/>; less than nothing counts as nothing.</param>
    public void Add(long ticks)
    {
        var step = (long)(ticks * 1000.0 / Stopwatch.Frequency / StepMs);
        Interlocked.Increment(ref _counts[Math.Clamp(step, 0, _counts.Length - 1)]);
    }

    /// <summary>How many took longer.</summary>
    public long Above(double ms) => _counts.Skip((int)(ms / StepMs)).Sum(count => (long)count);

    /// <param name="share">0.5 for the median, 1 for the longest. 0 where nothing was counted.</param>
    public double PercentileMs(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(Count * share));
        long passed = 0;
        for (var step = 0; step < _counts.Length; step++)
        {
            passed += _counts[step];
            if (passed >= rank) return Math.Round((step + 1) * StepMs, 1);
        }

        return 0;
    }
}
