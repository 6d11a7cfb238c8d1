namespace Dibs.Experiments.Benchmarks;

/// <summary>What is measured, for how long.</summary>
/// <param name="WarmUp">Of each row before each number of clients: not counted.</param>
/// <param name="Round">How long one row books in one round.</param>
/// <param name="Rounds">The rows take turns this often, so that what slows the machine down for a while slows all of them.</param>
/// <param name="WalBookings">Bookings of one client over which WAL flushes are counted.</param>
internal sealed record BenchmarkPlan(
    IReadOnlyList<int> Clients, TimeSpan WarmUp, TimeSpan Round, int Rounds, int WalBookings)
{
    /// <summary>Rows to measure beside the floor; null for all.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>More would not find connections beside the running stack.</summary>
    public const int MostClients = 64;

    public static BenchmarkPlan Full { get; } =
        new([1, 8, 32, 64], TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3), 5, 500);

    /// <summary>Less than a minute for eight rows, setting up included.</summary>
    public static BenchmarkPlan Quick { get; } =
        new([1, 8, 32, 64], TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.5), 2, 100);

    public bool Includes(IBenchmark benchmark) =>
        Only is null || benchmark.What is BenchmarkRun.Floor or BenchmarkRun.SagaFloor || Only.Contains(benchmark.What);

    /// <summary>More seats than one row can book over HTTP, on a machine like those of the project.</summary>
    public int SeatsWanted => (int)(Clients.Count * (WarmUp + (Rounds * Round)).TotalSeconds * 600);
}
