using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;

namespace Dibs.Experiments.Analysing;

/// <summary>
/// The figures of all repetitions of one cell. The run, and not the request, is what was repeated: requests of one run
/// share its luck. So each figure is a mean over runs, and its interval says how much runs differ.
/// </summary>
internal sealed class CellFigures(CellRecord cell, IReadOnlyList<RunFigures> runs)
{
    public CellRecord Cell => cell;

    public IReadOnlyList<RunFigures> Runs => runs;

    public bool Invalid => runs.Any(run => run.Record.Invalid);

    public Estimate TimeToFill { get; } = Of(runs, run => run.TimeToFill);

    public Estimate MeanMs { get; } = Of(runs, run => run.Mean.Value);

    public Estimate P50Ms { get; } = Of(runs, run => run.P50.Value);

    public Estimate P95Ms { get; } = Of(runs, run => run.P95);

    public Estimate P99Ms { get; } = Of(runs, run => run.P99.Value);

    public Estimate SuccessRate { get; } = Of(runs, run => run.SuccessRate);

    public Estimate SoldPerSecond { get; } = Of(runs, run => run.SoldPerSecond);

    public Estimate CoordinationShare { get; } = Of(runs, run => run.Record.Phases.CoordinationShare);

    /// <summary>How long each confirmed booking of all runs took, in milliseconds, sorted.</summary>
    public double[] Sold { get; } = [.. runs.SelectMany(run => run.Sold).Order()];

    public int Count(Outcome outcome) => runs.Sum(run => run.Counts[outcome]);

    /// <summary>Why repetitions differ more than they should; empty when the machine was quiet enough.</summary>
    public IReadOnlyList<string> Noise => NoiseVerdict.Of(this);

    private static Estimate Of(IReadOnlyList<RunFigures> runs, Func<RunFigures, double?> figure)
    {
        double[] values = [.. runs.Select(figure).OfType<double>().Where(double.IsFinite)];
        return Intervals.OfRuns(values, runs[0].Record.Seed);
    }
}

/// <summary>Says of a cell whether its repetitions agree, and if not, by how much they do not.</summary>
internal static class NoiseVerdict
{
    /// <summary>Medians that are nearer to each other than this agree, however narrow their intervals are.</summary>
    private const double Near = 0.15;

    /// <summary>A core that is so much slower in one run than in another has other work.</summary>
    private const double SlowCore = 1.5;

    public static IReadOnlyList<string> Of(CellFigures cell)
    {
        var runs = cell.Runs.Where(run => run.Sold.Length > 0).ToList();
        if (runs.Count < 2) return [];
        var apart = new List<string>();
        var (low, high) = (runs.MinBy(run => run.P50.Value)!, runs.MaxBy(run => run.P50.Value)!);
        var spread = (high.P50.Value - low.P50.Value) / low.P50.Value;
        if (!low.P50.Overlaps(high.P50) && spread > Near)
        {
            apart.Add(FormattableString.Invariant(
                $"medians of repetitions are {low.P50.Value:0.0} to {high.P50.Value:0.0} ms, and their intervals do not meet"));
        }

        var work = runs.Select(run => run.Record.Machine.WorkMs).ToList();
        if (work.Max() > SlowCore * work.Min())
            apart.Add(FormattableString.Invariant($"the same work on one core took {work.Min():0} to {work.Max():0} ms before the runs"));
        return apart;
    }
}
