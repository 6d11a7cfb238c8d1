using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dibs.Experiments.Planning;

/// <summary>
/// Which runs, in which order: repetition by repetition, so that what changes on the machine meanwhile is in all cells;
/// within one by the stack's settings, as few restarts as can be; within those in random order of loads and protocols.
/// The same config and seed give the same plan.
/// </summary>
internal static class ExperimentPlan
{
    public static IReadOnlyList<PlannedRun> Make(ExperimentConfig config)
    {
        var random = new Random(config.Seed);
        var cells = CellsOf(config).ToList();
        var runs = new List<PlannedRun>();
        for (var repetition = 1; repetition <= config.Repeat; repetition++)
        {
            foreach (var settings in Shuffled(cells.GroupBy(cell => cell.Settings), random))
            {
                foreach (var cell in Shuffled(settings, random))
                    runs.Add(new(runs.Count + 1, cell, repetition, SeedOf(config.Seed, cell, repetition)));
            }
        }

        return runs;
    }

    private static IEnumerable<Cell> CellsOf(ExperimentConfig config) =>
        from latency in config.PaymentLatencyMs
        from declined in config.DeclineRate
        from refused in config.TicketFailureRate
        from faults in config.Faults
        from contention in config.Contention
        from load in LoadsOf(config)
        from protocol in config.Protocols
        select new Cell(
            protocol, load.Clients, load.Rate, contention, new(latency, declined, refused, config.UnknownRate), faults);

    private static IEnumerable<(int Clients, Rate? Rate)> LoadsOf(ExperimentConfig config) => config.Loop == Loop.Closed
        ? config.Clients.Select(clients => (clients, (Rate?)null))
        : config.Rates.Select(rate => (0, (Rate?)rate));

    /// <summary>All but the protocol.</summary>
    private static int SeedOf(int seed, Cell cell, int repetition)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{seed}|{cell.Load}|{cell.Contention}|{cell.Settings}|{cell.Faults.Name}|{repetition}");
        return BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(text))) & int.MaxValue;
    }

    private static T[] Shuffled<T>(IEnumerable<T> items, Random random)
    {
        var array = items.ToArray();
        random.Shuffle(array);
        return array;
    }
}
