using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;
using MathNet.Numerics.Statistics;

namespace Dibs.Experiments.Analysing;

/// <summary>How service was around one fault. Times in seconds.</summary>
/// <param name="Recovery">
/// From when the part was back until the last request failed, or the last gap without a sale ended; 0 for before.
/// </param>
/// <param name="Unavailable">In which nothing was sold for more than a second, since the fault.</param>
internal sealed record FaultFigures(FaultRecord Fault, double Recovery, double Unavailable, int Busy, int Failed,
    int Unknown);

/// <summary>The figures of one run, after its warm-up.</summary>
internal sealed class RunFigures
{
    private const double Gap = 1;

    public RunFigures(RunRecord record, IReadOnlyList<RequestRow> rows)
    {
        Record = record;
        var counted = rows.Where(row => row.Intended >= record.WarmUpSeconds).ToList();
        Counts = Enum.GetValues<Outcome>().ToDictionary(outcome => outcome, outcome =>
            counted.Count(row => row.Outcome == outcome));
        Requests = counted.Count;
        Sold = [.. counted.Where(row => row.Outcome == Outcome.Sold).Select(row => row.Seconds * 1000).Order()];
        Mean = Intervals.OfMean(Sold, record.Seed);
        Deviation = Sold.Length < 2 ? 0 : Sold.StandardDeviation();
        P50 = Intervals.OfQuantile(Sold, 0.5, record.Seed);
        P99 = Intervals.OfQuantile(Sold, 0.99, record.Seed);
        // An open loop has its length; a closed one ends with its last answer.
        var end = record.Cell.IsOpen ? record.OfferedSeconds : counted.Count == 0 ? 0 : counted.Max(row => row.Done);
        Seconds = Math.Max(0, end - record.WarmUpSeconds);
        var soldInTime = counted.Count(row => row.Outcome == Outcome.Sold && row.Done <= end);
        SoldPerSecond = Seconds > 0 ? soldInTime / Seconds : 0;
        TimeToFill = record.IsFull ? rows.Where(row => row.Outcome == Outcome.Sold).Select(row => row.Done)
            .DefaultIfEmpty(0).Max() : null;
        LongestStall = Gaps(rows, record.WarmUpSeconds, end).DefaultIfEmpty(0).Max();
        Faults = [.. record.Faults.Where(fault => fault.Error is null).Select(fault => Around(fault, rows, end))];
        Sample = RunSample.Of(record, rows);
    }

    public RunRecord Record { get; }

    public IReadOnlyDictionary<Outcome, int> Counts { get; }

    public int Requests { get; }

    /// <summary>How long confirmed bookings took, in milliseconds, sorted.</summary>
    public double[] Sold { get; }

    public Estimate Mean { get; }

    public double Deviation { get; }

    public Estimate P50 { get; }

    public Estimate P99 { get; }

    public double P90 => Intervals.Quantile(Sold, 0.9);

    public double P95 => Intervals.Quantile(Sold, 0.95);

    public double Max => Sold.Length == 0 ? double.NaN : Sold[^1];

    public double Seconds { get; }

    public double SoldPerSecond { get; }

    /// <summary>Seconds until the last seat was sold; null where the hall did not get full.</summary>
    public double? TimeToFill { get; }

    public double SuccessRate => Requests == 0 ? double.NaN : (double)Counts[Outcome.Sold] / Requests;

    /// <summary>The longest time in which nothing was sold, in seconds.</summary>
    public double LongestStall { get; }

    public IReadOnlyList<FaultFigures> Faults { get; }

    /// <summary>Requests to plot.</summary>
    public RunSample Sample { get; }

    private static FaultFigures Around(FaultRecord fault, IReadOnlyList<RequestRow> rows, double end)
    {
        var after = rows.Where(row => row.Done >= fault.At).ToList();
        int Of(Outcome outcome) => after.Count(row => row.Outcome == outcome);
        var lastBad = after.Where(row => row.Outcome is Outcome.Busy or Outcome.Failed or Outcome.Unknown)
            .Select(row => row.Done).DefaultIfEmpty(0).Max();
        var sold = rows.Where(row => row.Outcome == Outcome.Sold).Select(row => row.Done).Order().ToList();
        var edges = sold.Where(done => done > fault.At && done < end).Prepend(fault.At).Append(end).ToList();
        var gaps = edges.Zip(edges.Skip(1)).Where(gap => gap.Second - gap.First > Gap).ToList();
        var lastGap = gaps.Select(gap => gap.Second).DefaultIfEmpty(0).Max();
        return new(
            fault, Math.Max(0, Math.Max(lastBad, lastGap) - fault.Back), gaps.Sum(gap => gap.Second - gap.First),
            Of(Outcome.Busy), Of(Outcome.Failed), Of(Outcome.Unknown));
    }

    private static IEnumerable<double> Gaps(IReadOnlyList<RequestRow> rows, double from, double until)
    {
        var done = rows.Where(row => row.Outcome == Outcome.Sold && row.Done >= from && row.Done <= until)
            .Select(row => row.Done).Order().Prepend(from).Append(until).ToList();
        return done.Zip(done.Skip(1)).Select(gap => gap.Second - gap.First);
    }
}
