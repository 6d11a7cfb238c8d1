using Dibs.Domain.Screenings;

namespace Dibs.Domain.Holds;

/// <summary>
/// Chooses seats for people who want to sit together: side by side in one row, with no aisle between. Of all such groups the one
/// <list type="number">
/// <item>1. that leaves no single free seat behind, where that can be avoided,</item>
/// <item>2. of one category, where there is one,</item>
/// <item>3. nearest to where they want to sit.</item>
/// </list>
/// Places for wheelchairs and their companions are never given: whoever needs one chooses it.
/// </summary>
public static class BestSeats
{
    // Seen from the screen: in the middle, and two thirds of the way back.
    private const double BestDepth = 2.0 / 3;

    // A row further counts like this many seats to the side: rows are further apart than seats are.
    private const double RowWeight = 1.5;

    /// <summary>The best group in the hall; empty where no so many free seats stand side by side.</summary>
    /// <param name="count">1 or more.</param>
    public static IReadOnlyList<Seat> Find(SeatPlan plan, Func<Seat, bool> isFree, int count) =>
        Find(plan, isFree, count, (plan.Columns - 1) / 2.0, (plan.Lines - 1) * BestDepth);

    /// <summary>The group nearest to these seats, which cannot be had themselves.</summary>
    /// <param name="around">At least one seat.</param>
    public static IReadOnlyList<Seat> FindNear(
        SeatPlan plan, Func<Seat, bool> isFree, int count, IReadOnlyCollection<Seat> around) =>
        Find(plan, isFree, count, around.Average(seat => seat.X), around.Average(seat => seat.Y));

    private static IReadOnlyList<Seat> Find(SeatPlan plan, Func<Seat, bool> isFree, int count, double x, double y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        IReadOnlyList<Seat> best = [];
        var bestRank = (int.MaxValue, int.MaxValue, double.MaxValue);
        foreach (var run in RunsOf(plan, isFree))
        {
            for (var start = 0; start + count <= run.Count; start++)
            {
                var group = run[start..(start + count)];
                var (left, right) = (start, run.Count - start - count);
                var stranded = (left == 1 ? 1 : 0) + (right == 1 ? 1 : 0);
                var mixed = group.Any(seat => seat.Category != group[0].Category) ? 1 : 0;
                var rank = (stranded, mixed, DistanceOf(group, x, y));
                if (rank.CompareTo(bestRank) >= 0) continue;
                (best, bestRank) = (group, rank);
            }
        }

        return best;
    }

    /// <summary>Free seats side by side, as many as there are.</summary>
    private static IEnumerable<List<Seat>> RunsOf(SeatPlan plan, Func<Seat, bool> isFree)
    {
        var run = new List<Seat>();
        // In reading order, so those of a row follow each other.
        foreach (var seat in plan.Seats)
        {
            var free = seat.Kind == SeatKind.Ordinary && isFree(seat);
            if (run.Count > 0 && !(free && seat.Row == run[^1].Row && seat.Y == run[^1].Y && seat.X == run[^1].X + 1))
            {
                yield return run;
                run = [];
            }

            if (free) run.Add(seat);
        }

        if (run.Count > 0) yield return run;
    }

    private static double DistanceOf(List<Seat> group, double x, double y)
    {
        var (aside, behind) = (((group[0].X + group[^1].X) / 2.0) - x, (group[0].Y - y) * RowWeight);
        return (aside * aside) + (behind * behind);
    }
}
