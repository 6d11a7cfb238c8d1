namespace Dibs.Experiments.Loading;

/// <summary>What the load generator itself cost in one run.</summary>
/// <param name="LagP99Ms">
/// Open loop: how late requests were sent, 99 of 100. Closed loop: the pause between an answer and the next request.
/// </param>
/// <param name="CpuShare">Processor time of the generator, in cores.</param>
/// <param name="LimitPerSecond">Requests a second that it got answered by the cheapest call there is, through the same HAProxy.</param>
/// <param name="PerSecond">Requests a second in this run.</param>
internal sealed record GeneratorFigures(double LagP99Ms, double CpuShare, double LimitPerSecond, double PerSecond)
{
    /// <summary>From these on the generator, and not the stack, may be what was measured.</summary>
    private const double MostLagMs = 50;

    private const double MostOfLimit = 0.5;

    private const double MostOfCores = 0.5;

    /// <summary>Why the generator may have been the bottleneck; empty when it was not.</summary>
    public IReadOnlyList<string> Doubts(int cores) =>
    [
        .. Some(LagP99Ms > MostLagMs, $"requests were sent up to {LagP99Ms:0} ms late (p99)"),
        .. Some(PerSecond > MostOfLimit * LimitPerSecond,
            $"{PerSecond:0} requests/s are more than half of the {LimitPerSecond:0}/s that it manages"),
        .. Some(CpuShare > MostOfCores * cores, $"it took {CpuShare:0.0} of {cores} cores"),
    ];

    private static string[] Some(bool so, FormattableString what) => so ? [FormattableString.Invariant(what)] : [];
}

/// <summary>Measures the generator while a run lasts.</summary>
internal sealed class GeneratorMeter(TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;

    public GeneratorFigures Read(IReadOnlyList<RequestRow> rows, IReadOnlyList<double> lags, double limitPerSecond)
    {
        var seconds = clock.GetElapsedTime(_started).TotalSeconds;
        var sorted = lags.Order().ToList();
        var p99 = sorted.Count == 0 ? 0 : sorted[(int)Math.Ceiling(0.99 * sorted.Count) - 1];
        return new(
            p99 * 1000, (Environment.CpuUsage.TotalTime - _cpu).TotalSeconds / seconds, limitPerSecond,
                rows.Count / seconds);
    }

    /// <summary>How many of the cheapest requests a second the generator gets answered.</summary>
    public static async Task<double> LimitAsync(
        HttpClient http, TimeSpan length, TimeProvider clock, CancellationToken cancellationToken)
    {
        const int Clients = 32;
        var (started, answered) = (clock.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(
            async () =>
            {
                while (clock.GetElapsedTime(started) < length)
                {
                    using var response = await http.GetAsync(new Uri("/health/live", UriKind.Relative),
                        cancellationToken);
                    await response.Content.ReadAsByteArrayAsync(cancellationToken);
                    Interlocked.Increment(ref answered);
                }
            },
            cancellationToken)));
        return answered / clock.GetElapsedTime(started).TotalSeconds;
    }
}
