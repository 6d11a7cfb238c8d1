using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// How the seats of a hall look in HTML, in each of their states. Made once per plan, prices and language and shared by all circuits:
/// hundreds of seats as elements of their own would cost each circuit megabytes.
/// </summary>
public sealed class HallDrawing
{
    private static readonly ConditionalWeakTable<SeatPlan, Dictionary<string, HallDrawing>> Known = [];

    /// <summary>With the letters of our languages as they are: as numbers they would be five times as long.</summary>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.LatinExtendedA);

    private readonly SeatPlan _plan;
    private readonly Words _words;
    private readonly Dictionary<SeatCategory, string?> _prices;
    private readonly MarkupString?[] _seats;

    private HallDrawing(SeatPlan plan, Dictionary<SeatCategory, string?> prices, Words words)
    {
        _plan = plan;
        _words = words;
        _prices = prices;
        _seats = new MarkupString?[plan.Seats.Count * Marks];
        var line = -1;
        var rows = new List<RowDrawing>();
        foreach (var row in plan.Seats.Index().GroupBy(seat => seat.Item.Y).OrderBy(row => row.Key))
        {
            rows.Add(new(row.First().Item.Row, words["Row {0}", row.First().Item.Row], row.Key - line - 1, [.. row.OrderBy(seat => seat.Item.X).Select(seat => seat.Index)]));
            line = row.Key;
        }

        Rows = rows;
        Overview = HallOverview.Draw(plan, rows);
    }

    /// <summary>From the screen to the back.</summary>
    public IReadOnlyList<RowDrawing> Rows { get; }

    /// <summary>The whole hall in small.</summary>
    public MarkupString Overview { get; }

    private static int Marks { get; } = Enum.GetValues<SeatMark>().Length;

    public static HallDrawing Of(ScreeningDetails screening, Words words)
    {
        var prices = Enum.GetValues<SeatCategory>().ToDictionary(
            category => category, category => screening.Prices.PriceOf(category, TicketType.Adult) is { } price ? words.Of(price) : null);
        var drawings = Known.GetOrCreateValue(screening.Plan);
        lock (drawings)
        {
            // There are as many as there are prices and languages: a few.
            var key = string.Join('|', [words.Language.Code, .. prices.Values]);
            if (!drawings.TryGetValue(key, out var drawing)) drawings[key] = drawing = new(screening.Plan, prices, words);
            return drawing;
        }
    }

    /// <summary>What an adult pays there; null where it is not sold.</summary>
    public string? PriceOf(Seat seat) => _prices[seat.Category];

    /// <param name="index">Of the seat in the plan.</param>
    /// <param name="isTabStop">True for the one seat of the map that the tab key reaches first.</param>
    public MarkupString Draw(int index, SeatMark mark, bool isTabStop)
    {
        var drawn = _seats[(index * Marks) + (int)mark] ??= new(Draw(index, mark));
        return isTabStop ? new(drawn.Value.Replace("tabindex=\"-1\"", "tabindex=\"0\"", StringComparison.Ordinal)) : drawn;
    }

    private string Draw(int index, SeatMark mark)
    {
        var seat = _plan.Seats[index];
        var follows = index > 0 && _plan.Seats[index - 1] is var before && before.Y == seat.Y && before.X + 1 == seat.X;
        var place = follows ? "" : $" style=\"grid-column:{seat.X + 2}\"";
        var label = Encoder.Encode(_words.Label(seat, mark, PriceOf(seat)));
        var pressed = mark == SeatMark.Mine ? "true" : "false";
        var disabled = mark is SeatMark.Free or SeatMark.Mine or SeatMark.Wanted or SeatMark.Own ? "" : " aria-disabled=\"true\"";
        var letter = LetterOf(seat, mark) is { } known ? $"<b>{known}</b>" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<div role="gridcell"{place}><button type="button" class="seat {ClassOf(seat, mark)}" data-seat="{seat.Id}" data-x="{seat.X}" """
            + $"""tabindex="-1" aria-label="{label}" aria-pressed="{pressed}"{disabled}>{letter}<i>{seat.Number}</i></button></div>""");
    }

    private static string ClassOf(Seat seat, SeatMark mark) => (mark, seat.Kind, seat.Category) switch
    {
        (SeatMark.Free, SeatKind.Wheelchair, _) => "free wheelchair",
        (SeatMark.Free, SeatKind.Companion, _) => "free companion",
        (SeatMark.Free, _, SeatCategory.Premium) => "free premium",
        (SeatMark.Free, _, SeatCategory.Love) => "free love",
        (SeatMark.Free, _, _) => "free",
        (SeatMark.Wanted, _, _) => "wanted",
        (SeatMark.Mine, _, _) => "mine",
        (SeatMark.Held, _, _) => "held",
        (SeatMark.Sold, _, _) => "sold",
        (SeatMark.Own, _, _) => "own",
        _ => "blocked",
    };

    private static string? LetterOf(Seat seat, SeatMark mark) => (mark, seat.Kind, seat.Category) switch
    {
        (SeatMark.Free, SeatKind.Ordinary, SeatCategory.Premium) => "P",
        (SeatMark.Free, SeatKind.Ordinary, SeatCategory.Love) => "L",
        _ => null,
    };
}

/// <summary>One row of the map.</summary>
/// <param name="Label">For readers of the screen.</param>
/// <param name="Gap">Lines of cross aisle in front of it.</param>
/// <param name="Seats">Their indexes in the plan, from left to right.</param>
public sealed record RowDrawing(string Name, string Label, int Gap, int[] Seats)
{
    public MarkupString Start { get; } = new($"""<span class="name start" role="rowheader" aria-label="{Label}">{Name}</span>""");

    public MarkupString End { get; } = new($"""<span class="name end" aria-hidden="true">{Name}</span>""");
}
