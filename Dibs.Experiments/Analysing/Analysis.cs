using System.Runtime.ExceptionServices;
using Dibs.Experiments.Bundles;

namespace Dibs.Experiments.Analysing;

/// <summary>Two protocols under the same conditions.</summary>
/// <param name="Ratio">Median of the first over that of the second.</param>
/// <param name="P">Mann-Whitney over the medians of runs; <paramref name="Holm"/> corrected for all of the report's tests.</param>
/// <param name="Delta">Cliff's delta over requests: above 0, the first is slower.</param>
internal sealed record PairFigures(
    CellFigures First, CellFigures Second, double Ratio, double P, double Holm, double Delta);

/// <summary>Everything that a report says about one bundle.</summary>
internal sealed class Analysis
{
    private Analysis(BundleFacts facts, IReadOnlyList<RunFigures> runs)
    {
        (Facts, Runs) = (facts, runs);
        Cells =
        [
            .. runs.GroupBy(run => run.Record.Cell).Select(cell =>
                new CellFigures(cell.Key, [.. cell.OrderBy(run => run.Record.Repetition)]))
                .OrderBy(cell => cell.Cell.PaymentLatencyMs).ThenBy(cell => cell.Cell.Condition, StringComparer.Ordinal)
                .ThenBy(cell => cell.Cell.LoadValue).ThenBy(cell => cell.Cell.Protocol, StringComparer.Ordinal),
        ];
        Pairs = Compare(Cells);
    }

    public BundleFacts Facts { get; }

    public IReadOnlyList<RunFigures> Runs { get; }

    /// <summary>By condition, load and protocol.</summary>
    public IReadOnlyList<CellFigures> Cells { get; }

    public IReadOnlyList<PairFigures> Pairs { get; }

    public int Invalid => Runs.Count(run => run.Record.Invalid);

    /// <summary>Reads a bundle, run by run: of each only what is needed stays.</summary>
    /// <exception cref="BundleException">It cannot be read, or has no finished run.</exception>
    public static Analysis Of(Bundle bundle)
    {
        var facts = bundle.ReadFacts();
        var runs = ReadRuns(bundle);
        return runs.Count > 0
            ? new(facts, runs)
            : throw new BundleException($"{bundle.Folder} has no finished run yet: ./dibs experiment run --resume {bundle.Folder}");
    }

    /// <summary>Several at a time: most of it is to read text.</summary>
    private static List<RunFigures> ReadRuns(Bundle bundle)
    {
        try
        {
            return [.. bundle.ReadRuns().AsParallel().AsOrdered()
                .Select(record => new RunFigures(record, bundle.ReadRows(record.Id)))];
        }
        catch (AggregateException exception) when (exception.InnerException is FormatException or IOException)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException);
            throw;
        }
    }

    /// <summary>Each two protocols that met the same load under the same conditions.</summary>
    private static List<PairFigures> Compare(IReadOnlyList<CellFigures> cells)
    {
        var pairs = cells.GroupBy(cell => cell.Cell with { Protocol = "" })
            .SelectMany(same => same.SelectMany((first, i) => same.Skip(i + 1).Select(second => Pair(first, second))))
            .ToList();
        return [.. pairs.Zip(Comparison.Holm([.. pairs.Select(pair => pair.P)]), (pair, holm) =>
            pair with { Holm = holm })];
    }

    public static PairFigures Pair(CellFigures first, CellFigures second) => new(
        first, second, first.P50Ms.Value / second.P50Ms.Value,
        Comparison.MannWhitney(Medians(first), Medians(second)), 1, Comparison.CliffsDelta(first.Sold, second.Sold));

    private static List<double> Medians(CellFigures cell) =>
        [.. cell.Runs.Where(run => run.Sold.Length > 0).Select(run => run.P50.Value)];
}
