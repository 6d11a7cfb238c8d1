using Dibs.Domain.Screenings;

namespace Dibs.Domain.Holds;

/// <summary>Seats side by side in one row, with no aisle between.</summary>
internal static class SeatRuns
{
    /// <summary>Those that count, as many together as there are.</summary>
    /// <param name="seats">In reading order, so that those of a row follow each other.</param>
    public static IEnumerable<List<Seat>> Of(IEnumerable<Seat> seats, Func<Seat, bool> counts)
    {
        var run = new List<Seat>();
        foreach (var seat in seats)
        {
            var one = counts(seat);
            if (run.Count > 0 && !(one && seat.Row == run[^1].Row && seat.Y == run[^1].Y && seat.X == run[^1].X + 1))
            {
                yield return run;
                run = [];
            }

            if (one) run.Add(seat);
        }

        if (run.Count > 0) yield return run;
    }
}
