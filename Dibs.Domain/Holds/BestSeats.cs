using Dibs.Domain.Screenings;

namespace Dibs.Domain.Holds;

/// <summary>
/// Chooses seats for people who want to sit together: side by side in one row, with no aisle between. Of all such groups the one
/// <list type="number">
/// <item>1. that leaves no single free seat behind, and no companion's seat without its place, where that can be avoided,</item>
/// <item>2. of one category, where there is one,</item>
/// <item>3. nearest to where they want to sit.</item>
/// </list>
/// Places for wheelchairs and their companions are never given unless one is asked for; then as few as can be, and a companion's
/// seat only together with its place.
/// </summary>
public static class BestSeats
{
    // Seen from the screen: in the middle, and two thirds of the way back.
    private const double BestDepth = 2.0 / 3;

    // A row further counts like this many seats to the side: rows are further apart than seats are.
    private const double RowWeight = 1.5;

    /// <summary>The best group in the hall; empty where no such free seats stand side by side.</summary>
    public static IReadOnlyList<Seat> Find(SeatPlan plan, Func<Seat, bool> isFree, BestWish wish) =>
        Find(plan, isFree, wish, (plan.Columns - 1) / 2.0, (plan.Lines - 1) * BestDepth);

    /// <summary>The group nearest to these seats, which cannot be had themselves.</summary>
    /// <param name="around">At least one seat.</param>
    public static IReadOnlyList<Seat> FindNear(
        SeatPlan plan, Func<Seat, bool> isFree, int count, IReadOnlyCollection<Seat> around) =>
        Find(plan, isFree, new BestWish(count), around.Average(seat => seat.X), around.Average(seat => seat.Y));

    private static IReadOnlyList<Seat> Find(SeatPlan plan, Func<Seat, bool> isFree, BestWish wish, double x, double y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wish.Count, 1);
        IReadOnlyList<Seat> best = [];
        var bestRank = (int.MaxValue, int.MaxValue, int.MaxValue, double.MaxValue);
        var free = plan.Seats.Where(isFree).ToLookup(seat => seat.Kind, seat => (seat.X, seat.Y));
        var (ordinary, companions) = (free[SeatKind.Ordinary].ToHashSet(), free[SeatKind.Companion].ToHashSet());
        foreach (var run in SeatRuns.Of(plan.Seats, seat => isFree(seat) && IsWished(seat, wish)))
        {
            for (var start = 0; start + wish.Count <= run.Count; start++)
            {
                var group = run[start..(start + wish.Count)];
                var places = group.Count(seat => seat.Kind == SeatKind.Wheelchair);
                if (wish.Wheelchair && (places == 0 || CompanionSeats.WithoutPlace(plan, [.. group.Select(seat => seat.Id)]).Any()))
                    continue;
                var stranded = new[] { (End: group[0], Step: -1), (End: group[^1], Step: 1) }
                    .Count(side => IsLeftAlone(side.End, side.Step, ordinary) || IsLeftUseless(side.End, side.Step, companions));
                var mixed = group.Any(seat => seat.Category != group[0].Category) ? 1 : 0;
                var rank = (places, stranded, mixed, DistanceOf(group, x, y));
                if (rank.CompareTo(bestRank) >= 0) continue;
                (best, bestRank) = (group, rank);
            }
        }

        return best;
    }

    private static bool IsWished(Seat seat, BestWish wish) =>
        (wish.Wheelchair || seat.Kind == SeatKind.Ordinary) && (wish.Category is null || seat.Category == wish.Category);

    /// <summary>Whether the seat beside the end of a group has no free neighbour on its other side.</summary>
    private static bool IsLeftAlone(Seat end, int step, HashSet<(int X, int Y)> free) =>
        end.Kind == SeatKind.Ordinary && free.Contains((end.X + step, end.Y)) && !free.Contains((end.X + (2 * step), end.Y));

    /// <summary>Whether the seat beside the end of a group is a companion's, which nobody can have without that place.</summary>
    private static bool IsLeftUseless(Seat end, int step, HashSet<(int X, int Y)> companions) =>
        end.Kind == SeatKind.Wheelchair && companions.Contains((end.X + step, end.Y));

    private static double DistanceOf(List<Seat> group, double x, double y)
    {
        var (aside, behind) = (((group[0].X + group[^1].X) / 2.0) - x, (group[0].Y - y) * RowWeight);
        return (aside * aside) + (behind * behind);
    }
}
