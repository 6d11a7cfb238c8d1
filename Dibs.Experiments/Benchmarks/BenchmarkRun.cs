namespace Dibs.Experiments.Benchmarks;

/// <summary>One line of the result.</summary>
/// <param name="Ratio">Bookings per second in proportion to the floor with as many clients; the median over rounds.</param>
/// <param name="WalFlushesPerBooking">Over all three servers; only with one client, where none is shared.</param>
internal sealed record BenchmarkRow(string What, int Clients, Measurement Measured, double? Ratio, double? WalFlushesPerBooking);

/// <summary>
/// Measures all rows: 1. WAL flushes with one client, 2. for each number of clients a warm-up, then rounds in which the
/// rows take turns.
/// </summary>
internal sealed class BenchmarkRun(BenchmarkDatabases databases, BenchmarkPlan plan, Action<string> say)
{
    public const string Floor = "floor-2pc";

    public const string SagaFloor = "floor-saga";

    private readonly DistinctBookings _bookings = new();

    public async Task<IReadOnlyList<BenchmarkRow>> RunAsync(
        IReadOnlyList<IBenchmark> more, CancellationToken cancellationToken)
    {
        // 1
        var flushes = await CountFlushesAsync(cancellationToken);

        // 2
        await using var suite = await BenchmarkSuite.StartAsync(databases.Configuration, cancellationToken);
        var rows = new List<BenchmarkRow>();
        IBenchmark[] benchmarks = [.. suite.InProcess.Concat(more).Where(plan.Includes)];
        foreach (var clients in plan.Clients) rows.AddRange(await MeasureAsync(benchmarks, clients, flushes, cancellationToken));
        return rows;
    }

    private async Task<List<BenchmarkRow>> MeasureAsync(
        IReadOnlyList<IBenchmark> benchmarks, int clients, Dictionary<string, double> flushes,
        CancellationToken cancellationToken)
    {
        say($"{clients} client(s) ...");
        foreach (var benchmark in benchmarks)
            await Measurement.TakeAsync(benchmark, clients, plan.WarmUp, _bookings, cancellationToken);
        var rounds = benchmarks.ToDictionary(benchmark => benchmark.What, _ => new List<Measurement>());
        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var benchmark in benchmarks)
                rounds[benchmark.What].Add(
                    await Measurement.TakeAsync(benchmark, clients, plan.Round, _bookings, cancellationToken));
        }

        return
        [
            .. benchmarks.Select(benchmark => new BenchmarkRow(
                benchmark.What, clients, Measurement.MedianOf(rounds[benchmark.What]),
                RatioOf(rounds[benchmark.What], rounds[FloorOf(benchmark.What)]),
                clients == 1 && flushes.TryGetValue(benchmark.What, out var perBooking) ? perBooking : null)),
        ];
    }

    private static string FloorOf(string what) =>
        what.EndsWith("saga", StringComparison.Ordinal) ? SagaFloor : Floor;

    /// <summary>Round by round, so that a slow moment of the machine is in both or in neither.</summary>
    private static double RatioOf(List<Measurement> rounds, List<Measurement> floor) => Measurement.Percentile(
        [.. rounds.Zip(floor, (row, bound) => row.PerSecond / bound.PerSecond).Order()], 0.5);

    private async Task<Dictionary<string, double>> CountFlushesAsync(CancellationToken cancellationToken)
    {
        say("WAL flushes ...");
        var found = new Dictionary<string, double>();
        var names = new List<string>();
        await using (var suite = await BenchmarkSuite.StartAsync(databases.Configuration, cancellationToken))
            names.AddRange(suite.InProcess.Where(plan.Includes).Select(benchmark => benchmark.What));
        foreach (var what in names)
        {
            var before = await databases.CountWalFlushesAsync(cancellationToken);
            await using (var suite = await BenchmarkSuite.StartAsync(databases.Configuration, cancellationToken))
            {
                await using var client = await suite.InProcess.Single(benchmark => benchmark.What == what)
                    .ConnectAsync(cancellationToken);
                for (var i = 0; i < plan.WalBookings; i++) await client.BookAsync(_bookings.Next(), cancellationToken);
            }

            found[what] = (await databases.CountWalFlushesAsync(cancellationToken) - before) / (double)plan.WalBookings;
        }

        return found;
    }
}
