using System.Globalization;
using System.Text;
using Dibs.Domain.Screenings;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// A small picture of a whole hall: the screen and all places, whoever has them. It hangs on the plan alone, so it is drawn once, shared by
/// all circuits and never sent again. The browser outlines in it what is seen (<c>hall-overview.js</c>).
/// </summary>
internal static class HallOverview
{
    private const double WidestPx = 112;
    private const double HighestPx = 84;

    /// <summary>How much of a seat a cross aisle is: as in SeatRow.razor.css.</summary>
    private const double Aisle = .7;

    /// <summary>Around the seats, of a seat; above them twice as much, for the screen.</summary>
    private const double Margin = 1;

    /// <summary>One unit of the picture is one seat, from (0, 0) on.</summary>
    /// <param name="rows">From the screen to the back.</param>
    public static MarkupString Draw(SeatPlan plan, IReadOnlyList<RowDrawing> rows)
    {
        var seats = new StringBuilder();
        var y = 0.0;
        foreach (var row in rows)
        {
            y += row.Gap * Aisle;
            foreach (var (start, count) in Blocks(row.Seats.Select(seat => plan.Seats[seat].X)))
            {
                seats.Append(CultureInfo.InvariantCulture, $"M{start} {y + .5:0.#}h{count}");
            }

            y++;
        }

        var (width, height) = (plan.Columns + (2 * Margin), y + (3 * Margin));
        var px = Math.Min(WidestPx, HighestPx * width / height);
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg viewBox="{-Margin} {-2 * Margin} {width} {height:0.#}" width="{px:0}">"""
            + $"""<path class="front" d="M{plan.Columns * .2:0.#} {-Margin}h{plan.Columns * .6:0.#}" /><path class="all" d="{seats}" /><rect class="seen" /></svg>"""));
    }

    /// <summary>Seats without an aisle between them, of which one stroke is enough.</summary>
    private static IEnumerable<(int Start, int Count)> Blocks(IEnumerable<int> columns)
    {
        var (start, count) = (0, 0);
        foreach (var column in columns)
        {
            if (count > 0 && column == start + count)
            {
                count++;
                continue;
            }

            if (count > 0) yield return (start, count);
            (start, count) = (column, 1);
        }

        if (count > 0) yield return (start, count);
    }
}
