using Dibs.Experiments.Analysing;

namespace Dibs.Experiments.Reporting;

/// <summary>What a reader must know before the figures, in sentences.</summary>
/// <param name="Good">Whether it is as it should be.</param>
internal sealed record Finding(bool Good, string Text);

internal static class Findings
{
    private const int CellsNamed = 3;

    public static IReadOnlyList<Finding> Of(Analysis analysis) =>
        [Validity(analysis), Completeness(analysis), Noise(analysis), Generator(analysis), Refunds(analysis),
            .. Strange(analysis)];

    private static Finding Validity(Analysis analysis) => analysis.Invalid == 0
        ? new(true,
            $"All {analysis.Runs.Count} runs are valid: after each, every booking was whole and every answer true (I1 to I8).")
        : new(false,
            $"{analysis.Invalid} of {analysis.Runs.Count} runs are INVALID: bookings were not whole, or answers not "
                + $"true. They are marked in every table and plot, and their figures prove nothing.");

    private static Finding Completeness(Analysis analysis) => analysis.Runs.Count == analysis.Facts.Runs
        ? new(true, $"All {analysis.Facts.Runs} planned runs are finished.")
        : new(false, $"Only {analysis.Runs.Count} of {analysis.Facts.Runs} planned runs are finished.");

    private static Finding Noise(Analysis analysis)
    {
        if (analysis.Cells.All(cell => cell.Runs.Count < 2))
            return new(false, "Each cell was run once only: how much runs differ by chance is not known.");
        var noisy = analysis.Cells.Where(cell => cell.Noise.Count > 0).ToList();
        if (noisy.Count == 0) return new(true, "Repetitions agree with each other.");
        var named = noisy.Take(CellsNamed).Select(cell =>
            $"{cell.Cell.Protocol} at {cell.Cell.Load}: {string.Join(", ", cell.Noise)}");
        return new(
            false,
            $"The machine was noisy: in {noisy.Count} of {analysis.Cells.Count} cells repetitions do not agree. "
                + string.Join("; ", named) + (noisy.Count > CellsNamed ? $"; and {noisy.Count - CellsNamed} more." : "."));
    }

    private static Finding Generator(Analysis analysis)
    {
        var doubted = analysis.Runs.Where(run => run.Record.GeneratorDoubts.Count > 0).ToList();
        if (doubted.Count == 0)
        {
            var least = analysis.Runs.Min(run => run.Record.Generator.LimitPerSecond);
            var latest = analysis.Runs.Max(run => run.Record.Generator.LagP99Ms);
            return new(true, "The load generator was not the bottleneck: " + FormattableString.Invariant(
                $"it manages {least:0} of the cheapest requests a second, and was late by at most {latest:0.0} ms (p99)."));
        }

        var named = doubted.Take(CellsNamed).Select(run => $"{run.Record.Id}: {string.Join(", ", run.Record.GeneratorDoubts)}");
        return new(
            false, $"In {doubted.Count} runs the load generator may have been the bottleneck: {string.Join("; ", named)}.");
    }

    private static Finding Refunds(Analysis analysis)
    {
        var (expected, seen) = (analysis.Runs.Sum(run => run.Record.Aftermath.RefundsExpected),
            analysis.Runs.Sum(run => run.Record.Aftermath.RefundsSeen));
        return new(expected == seen, $"Compensations: {seen} refunds or voids seen, {expected} expected.");
    }

    private static IEnumerable<Finding> Strange(Analysis analysis)
    {
        var failed = analysis.Runs.Sum(run => run.Counts[Loading.Outcome.Failed]);
        if (failed > 0) yield return new(false,
            $"{failed} requests got an answer that no customer should get (outcome \"failed\").");
        var slow = analysis.Runs.Where(run => run.Record.Cell.IsOpen && run.Record.RecoverySeconds is not < 10)
            .ToList();
        if (slow.Count > 0) yield return new(false,
            $"In {slow.Count} runs the service was not back to normal 10 s after the load: "
                + $"{string.Join(", ", slow.Take(CellsNamed).Select(run => run.Record.Id))}.");
    }
}
