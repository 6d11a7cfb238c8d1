using Dibs.Domain.Screenings;

namespace Dibs.Domain.Holds;

/// <summary>
/// No choice by hand may leave a seat alone between taken seats or the aisle, where as many seats side by side can be had in the
/// same row without that. Nobody is sent to another row: who has no other way in theirs may leave one.
/// </summary>
/// <param name="Gaps">The seats that would be left alone.</param>
/// <param name="Fix">All seats of a choice that leaves none: as many as were wanted.</param>
public sealed record SingleGap(IReadOnlyList<string> Gaps, IReadOnlyList<string> Fix)
{
    /// <summary>Null where nothing is wrong with the choice.</summary>
    /// <param name="isFree">Whether this customer can have a seat; their own count as free.</param>
    /// <param name="wanted">The seats that are chosen.</param>
    /// <param name="before">What was chosen before: a row that stays as it was is not judged again.</param>
    public static SingleGap? Find(
        SeatPlan plan, Func<Seat, bool> isFree, IReadOnlyCollection<string> wanted, IReadOnlyCollection<string> before)
    {
        var (gaps, fix) = (new List<string>(), wanted.ToHashSet());
        foreach (var row in plan.Seats.GroupBy(seat => seat.Row))
        {
            var chosen = row.Where(seat => wanted.Contains(seat.Id)).ToList();
            if (chosen.Count == 0 || chosen.Select(seat => seat.Id).ToHashSet().SetEquals(row.Select(seat => seat.Id).Intersect(before)))
                continue;
            var left = LeftBy(row, isFree, chosen);
            if (left.Count == 0 || OtherWay(row, isFree, chosen) is not { } other) continue;
            gaps.AddRange(left.Select(seat => seat.Id));
            fix.ExceptWith(chosen.Where(IsOrdinary).Select(seat => seat.Id));
            fix.UnionWith(other.Select(seat => seat.Id));
        }

        return gaps.Count == 0 ? null : new(gaps, [.. plan.Seats.Select(seat => seat.Id).Where(fix.Contains)]);
    }

    /// <summary>The free seats that have a free neighbour now, and would have none.</summary>
    /// <param name="seats">Those of one row, or of the hall.</param>
    public static IReadOnlyList<Seat> LeftBy(IEnumerable<Seat> seats, Func<Seat, bool> isFree, IReadOnlyCollection<Seat> chosen) =>
    [
        .. SeatRuns.Of(seats, seat => IsOrdinary(seat) && isFree(seat))
            .Where(run => run.Count > 1)
            .SelectMany(run => SeatRuns.Of(run, seat => !chosen.Contains(seat)))
            .Where(run => run.Count == 1)
            .Select(run => run[0]),
    ];

    /// <summary>As many seats side by side: rather of the same category, then the nearest. Null where each leaves a seat alone.</summary>
    private static List<Seat>? OtherWay(IEnumerable<Seat> row, Func<Seat, bool> isFree, List<Seat> chosen)
    {
        var ordinary = chosen.Where(IsOrdinary).ToList();
        var (count, middle) = (ordinary.Count, ordinary.Average(seat => seat.X));
        return SeatRuns.Of(row, seat => IsOrdinary(seat) && isFree(seat))
            .SelectMany(run => Enumerable.Range(0, Math.Max(0, run.Count - count + 1)).Select(start => run[start..(start + count)]))
            .Where(group => LeftBy(row, isFree, [.. chosen.Except(ordinary), .. group]).Count == 0)
            .OrderBy(group => group.Count(seat => seat.Category != ordinary[0].Category))
            .ThenBy(group => Math.Abs(group.Average(seat => seat.X) - middle))
            .FirstOrDefault();
    }

    private static bool IsOrdinary(Seat seat) => seat.Kind == SeatKind.Ordinary;
}
