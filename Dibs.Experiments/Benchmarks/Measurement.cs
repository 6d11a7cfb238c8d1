namespace Dibs.Experiments.Benchmarks;

/// <summary>What one way of booking did with so many clients in one round.</summary>
/// <param name="CpuMs">Processor time of this process per booking: what the protocol itself costs, servers apart.</param>
internal sealed record Measurement(double PerSecond, double P50Ms, double P99Ms, double CpuMs, int Failed)
{
    /// <summary>Lets clients book, each the next as soon as the last is answered, until the time is up.</summary>
    public static async Task<Measurement> TakeAsync(
        IBenchmark benchmark, int clients, TimeSpan length, DistinctBookings bookings, CancellationToken cancellationToken)
    {
        var connected = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => benchmark.ConnectAsync(cancellationToken)));
        try
        {
            var clock = TimeProvider.System;
            var (started, cpu) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var runs = await Task.WhenAll(connected.Select(client => Task.Run(
                () => RunAsync(client, started, length, bookings, cancellationToken), cancellationToken)));
            // Until the last answer: those that are under way when the time is up count in both.
            var took = clock.GetElapsedTime(started);
            var times = runs.SelectMany(run => run.Milliseconds).Order().ToArray();
            return new(
                times.Length / took.TotalSeconds, Percentile(times, 0.5), Percentile(times, 0.99),
                (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / Math.Max(times.Length, 1),
                runs.Sum(run => run.Failed));
        }
        finally
        {
            foreach (var client in connected) await client.DisposeAsync();
        }
    }

    /// <summary>The middle one of several rounds, for each figure by itself.</summary>
    public static Measurement MedianOf(IReadOnlyCollection<Measurement> rounds) => new(
        Percentile([.. rounds.Select(round => round.PerSecond).Order()], 0.5),
        Percentile([.. rounds.Select(round => round.P50Ms).Order()], 0.5),
        Percentile([.. rounds.Select(round => round.P99Ms).Order()], 0.5),
        Percentile([.. rounds.Select(round => round.CpuMs).Order()], 0.5),
        rounds.Sum(round => round.Failed));

    /// <summary>By linear interpolation between the nearest two; 0 for nothing.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double share)
    {
        if (sorted.Count == 0) return 0;
        var at = share * (sorted.Count - 1);
        var (below, above) = (sorted[(int)Math.Floor(at)], sorted[(int)Math.Ceiling(at)]);
        return below + ((above - below) * (at - Math.Floor(at)));
    }

    private static async Task<(List<double> Milliseconds, int Failed)> RunAsync(
        IBenchmarkClient client, long started, TimeSpan length, DistinctBookings bookings, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var (times, failed) = (new List<double>(), 0);
        while (clock.GetElapsedTime(started) < length)
        {
            var booking = bookings.Next();
            var asked = clock.GetTimestamp();
            if (await client.BookAsync(booking, cancellationToken)) times.Add(clock.GetElapsedTime(asked).TotalMilliseconds);
            else failed++;
        }

        return (times, failed);
    }
}
