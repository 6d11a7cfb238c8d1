using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;

namespace Dibs.Experiments.Analysing;

/// <summary>What is drawn of one run: how long requests took, some of them one by one, and its course second by second.</summary>
internal sealed record RunSample(
    IReadOnlyList<Bin> Bins, IReadOnlyList<(double At, double Ms, Outcome Outcome)> Points,
        IReadOnlyList<CoursePoint> Course)
{
    /// <summary>More would be a carpet, and a report of hundreds of megabytes.</summary>
    private const int PointsAtMost = 500;

    private const int BinCount = 30;

    public static RunSample Of(RunRecord record, IReadOnlyList<RequestRow> rows)
    {
        var random = new Random(record.Seed);
        // Any of them alike, and the slowest ones for certain: those are what one looks for.
        var chosen = rows.Count <= PointsAtMost
            ? rows
            : [.. rows.OrderByDescending(row => row.Seconds).Take(PointsAtMost / 10),
                .. random.GetItems([.. rows], PointsAtMost * 9 / 10)];
        return new(
            [.. BinsOf(rows)],
            [.. chosen.Select(row => (row.Intended, row.Seconds * 1000, row.Outcome))],
            [.. rows.GroupBy(row => (int)row.Intended).OrderBy(second => second.Key).Select(CoursePoint.Of)]);
    }

    /// <summary>Equally wide, up to the slowest one but one in two hundred; those are in the last.</summary>
    private static IEnumerable<Bin> BinsOf(IReadOnlyList<RequestRow> rows)
    {
        double[] sorted = [.. rows.Select(row => row.Seconds * 1000).Order()];
        var width = Math.Max(0.1, Intervals.Quantile(sorted, 0.995) / BinCount);
        var bins = rows.ToLookup(row => Math.Min(BinCount - 1, (int)(row.Seconds * 1000 / width)));
        for (var i = 0; i < BinCount && rows.Count > 0; i++)
        {
            var sold = bins[i].Count(row => row.Outcome == Outcome.Sold);
            yield return new(i * width, sold, bins[i].Count() - sold);
        }
    }
}

/// <summary>A bar of a histogram.</summary>
internal sealed record Bin(double FromMs, int Sold, int NotSold);

/// <summary>One second of a run: what became of those who came in it.</summary>
internal sealed record CoursePoint(int Second, double P50Ms, double P99Ms, int Sold, int Bad)
{
    public static CoursePoint Of(IGrouping<int, RequestRow> second)
    {
        double[] sorted = [.. second.Where(row => row.Outcome == Outcome.Sold).Select(row => row.Seconds * 1000)
            .Order()];
        return new(
            second.Key, Intervals.Quantile(sorted, 0.5), Intervals.Quantile(sorted, 0.99), sorted.Length,
            second.Count(row => row.Outcome is Outcome.Busy or Outcome.Failed or Outcome.Unknown));
    }
}
