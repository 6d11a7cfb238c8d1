using Dibs.Experiments.Analysing;
using Dibs.Experiments.Loading;
using Dibs.Experiments.Running;

namespace Dibs.Experiments.Reporting;

/// <summary>The tables of a report.</summary>
internal static class Tables
{
    public static IReadOnlyList<Table> Make(Analysis analysis) =>
    [
        Cells(analysis), Outcomes(analysis), Pairs(analysis), Faults(analysis), Phases(analysis), Runs(analysis),
            Invalid(analysis),
    ];

    private static Table Cells(Analysis analysis) => new(
        "cells", "Figures by protocol and load.",
        "Means over repetitions, with 95 % confidence intervals in brackets: the run is what was repeated.",
        ["protocol", "load", "condition", "runs", "time to fill, s", "per reservation, ms", "p50, ms", "p95, ms",
            "p99, ms", "success", "sold/s", "coordination", "valid"],
        [.. analysis.Cells.Select(cell => (IReadOnlyList<Field>)
        [
            cell.Cell.Protocol, Load(cell), cell.Cell.Condition, cell.Runs.Count, In(cell.TimeToFill, "0.0"),
            In(cell.MeanMs, "0.0"),
            In(cell.P50Ms, "0.0"), In(cell.P95Ms, "0.0"), In(cell.P99Ms, "0.0"), In(cell.SuccessRate, "0.0 %"),
                In(cell.SoldPerSecond, "0.0"),
            In(cell.CoordinationShare, "0 %"), cell.Invalid ? "INVALID" : "yes",
        ])],
        MarkedOf(analysis.Cells, cell => cell.Invalid));

    private static Table Outcomes(Analysis analysis) => new(
        "outcomes", "What became of requests.",
        "All repetitions together, after the warm-up. Unknown ones were looked up afterwards: confirmed, rejected, or "
            + "never arrived. Refunds: of bookings that were paid and then rejected.",
        ["protocol", "load", "condition", "requests", .. Enum.GetValues<Outcome>().Select(ShareCharts.WordFor),
            "unknown: confirmed", "rejected after all", "absent", "refunds expected", "refunds seen", "flickers",
            "longest stall, s"],
        [.. analysis.Cells.Select(cell => (IReadOnlyList<Field>)
        [
            cell.Cell.Protocol, Load(cell), cell.Cell.Condition, cell.Runs.Sum(run => run.Requests),
            .. Enum.GetValues<Outcome>().Select(outcome => (Field)cell.Count(outcome)),
            cell.Runs.Sum(run => run.Record.Aftermath.UnknownConfirmed),
                cell.Runs.Sum(run => run.Record.Aftermath.UnknownRejected),
            cell.Runs.Sum(run => run.Record.Aftermath.UnknownAbsent),
                cell.Runs.Sum(run => run.Record.Aftermath.RefundsExpected),
            cell.Runs.Sum(run => run.Record.Aftermath.RefundsSeen), cell.Runs.Sum(run => run.Record.Flickers),
                Field.Of(cell.Runs.Max(run => run.LongestStall), "0.0"),
        ])]);

    private static Table Pairs(Analysis analysis) => new(
        "comparisons", "Protocols compared.",
        "Ratio of medians; Mann-Whitney U over the medians of runs, and corrected for the number of tests (Holm); "
            + "Cliff's delta over all requests, above 0 when the first is slower.",
        ["first", "second", "load", "condition", "ratio of p50", "p", "p (Holm)", "Cliff's delta", "difference"],
        [.. analysis.Pairs.Select(pair => (IReadOnlyList<Field>)
        [
            pair.First.Cell.Protocol, pair.Second.Cell.Protocol, Load(pair.First), pair.First.Cell.Condition,
            Field.Of(pair.Ratio, "0.00"),
            Field.Of(pair.P, "0.000"), Field.Of(pair.Holm, "0.000"), Field.Of(pair.Delta, "0.00"),
            Comparison.MagnitudeOf(pair.Delta),
        ])]);

    private static Table Faults(Analysis analysis) => new(
        "faults", "Faults.",
        "Recovery: from when the part was back until the last request failed or the last gap without a sale ended. "
            + "Unavailable: time in which nothing was sold for more than a second.",
        ["run", "fault", "at, s", "back, s", "recovery, s", "unavailable, s", "busy", "failed", "unknown",
            "consistent after, s", "made"],
        [
            .. analysis.Runs.SelectMany(run => run.Faults.Select(fault => (IReadOnlyList<Field>)
            [
                run.Record.Id, fault.Fault.What, Field.Of(fault.Fault.At, "0.0"), Field.Of(fault.Fault.Back, "0.0"),
                Field.Of(fault.Recovery, "0.0"),
                Field.Of(fault.Unavailable, "0.0"), fault.Busy, fault.Failed, fault.Unknown,
                Field.Of(run.Record.Aftermath.ConsistentAfterSeconds, "0.0"), "yes",
            ])),
            .. analysis.Runs.SelectMany(run => run.Record.Faults.Where(fault => fault.Error is not null)
                .Select(fault => (IReadOnlyList<Field>)
                [run.Record.Id, fault.What, "", "", "", "", "", "", "", "", fault.Error!])),
        ]);

    private static Table Phases(Analysis analysis) => new(
        "phases", "Phases of confirmed bookings.",
        "Mean milliseconds, and the share of the time that is not the steps' own work.",
        ["protocol", "load", "condition", .. PhaseTimes.Phases, "coordination"],
        [.. analysis.Cells.Select(cell => (IReadOnlyList<Field>)
        [
            cell.Cell.Protocol, Load(cell), cell.Cell.Condition,
            .. PhaseTimes.Phases.Select(phase =>
                Field.Of(cell.Runs.Average(run => run.Record.Phases.Milliseconds.GetValueOrDefault(phase)), "0.00")),
            Field.Of(cell.CoordinationShare.Value, "0 %"),
        ])]);

    private static Table Runs(Analysis analysis) => new(
        "runs", "Every run.", "Intervals in brackets: 95 %, by resampling the run's requests.",
        ["run", "protocol", "load", "condition", "repetition", "requests", "sold", "seats sold", "full",
            "time to fill, s", "mean, ms", "sd, ms", "p50, ms", "p90, ms", "p95, ms", "p99, ms", "max, ms", "success",
            "sold/s", "recovery, s", "send lag p99, ms", "load average", "core work, ms", "valid"],
        [.. analysis.Runs.Select(run => (IReadOnlyList<Field>)
        [
            run.Record.Id, run.Record.Cell.Protocol, Load(run.Record.Cell), run.Record.Cell.Condition,
            run.Record.Repetition, run.Requests, run.Counts[Outcome.Sold],
            run.Record.SeatsSold, run.Record.IsFull ? "yes" : "no", Field.Of(run.TimeToFill, "0.0"),
            In(run.Mean, "0.0"), Field.Of(run.Deviation, "0.0"),
            In(run.P50, "0.0"), Field.Of(run.P90, "0.0"), Field.Of(run.P95, "0.0"), In(run.P99, "0.0"),
                Field.Of(run.Max, "0.0"), Field.Of(run.SuccessRate, "0.0 %"),
            Field.Of(run.SoldPerSecond, "0.0"), Field.Of(run.Record.RecoverySeconds, "0.0"),
            Field.Of(run.Record.Generator.LagP99Ms, "0.0"),
            Field.Of(run.Record.Machine.LoadAverage, "0.0"), Field.Of(run.Record.Machine.WorkMs, "0"),
            run.Record.Invalid ? "INVALID" : "yes",
        ])],
        MarkedOf(analysis.Runs, run => run.Record.Invalid));

    private static Table Invalid(Analysis analysis) => new(
        "violations", "What makes runs invalid.",
        "Found by the check after the run, booking by booking (docs/invariants.md).",
        ["run", "violation"],
        [.. analysis.Runs.SelectMany(run => run.Record.Check.Violations.Select(found =>
            (IReadOnlyList<Field>)[run.Record.Id, found]))]);

    public static Field Load(CellFigures cell) => Load(cell.Cell);

    /// <summary>A number where it is one, to be sorted.</summary>
    private static Field Load(Bundles.CellRecord cell) => new(cell.Load, Field.Of(cell.LoadValue, "R").Value);

    public static Field In(Estimate estimate, string format)
    {
        var value = Field.Of(estimate.Value, format);
        return estimate.HasInterval
            ? value with
            {
                Text = $"{value.Text} [{Field.Of(Math.Max(0, estimate.Low), format).Text}, "
                + $"{Field.Of(estimate.High, format).Text}]"
            }
            : value;
    }

    private static HashSet<int> MarkedOf<T>(IReadOnlyList<T> rows, Func<T, bool> isMarked) =>
        [.. Enumerable.Range(0, rows.Count).Where(row => isMarked(rows[row]))];
}
