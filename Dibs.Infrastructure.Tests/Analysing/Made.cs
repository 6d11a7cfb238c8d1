using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;

namespace Dibs.Infrastructure.Tests.Analysing;

/// <summary>Runs and rows as a test needs them.</summary>
internal static class Made
{
    public static CellRecord Cell(string protocol = "2pc", int clients = 10, bool open = false) =>
        new(protocol, $"{clients}", clients, open, "random", 0, 0, 0, "none");

    public static RunRecord Run(
        CellRecord cell, int number = 1, int repetition = 1, double warmUp = 0, bool full = true,
            IReadOnlyList<string>? violations = null,
        IReadOnlyList<FaultRecord>? faults = null) => new(
        $"{number:000}-{cell.Protocol}-c{cell.Load}-n{repetition}",
            $"{cell.Protocol}, {cell.Load} clients, repetition {repetition}", cell, repetition,
        5, new string('0', 64), DateTimeOffset.UnixEpoch, warmUp, 20, null, 100, 100, full, 0,
            new(10, violations ?? []),
        new(0.1, 0.1, 1000, 10), [], faults ?? [],
        new(new Dictionary<string, double> { ["seats"] = 1, ["payment"] = 2, ["tickets"] = 1, ["decision"] = 4 }, 10,
            0.5),
        new(0, 0, 0, 0, 0, 0), new(1, 10), null);

    public static RequestRow Row(int index, double at, double milliseconds, Outcome outcome = Outcome.Sold) =>
        new(index, 1, at, at, at + (milliseconds / 1000), outcome, 201, 2, Guid.NewGuid());

    /// <summary>Sold one after the other, ten a second.</summary>
    public static List<RequestRow> Rows(params double[] milliseconds) =>
        [.. milliseconds.Select((took, i) => Row(i, i / 10.0, took))];
}
