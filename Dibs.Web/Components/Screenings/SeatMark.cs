using Dibs.Domain.Screenings;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Screenings;

/// <summary>How a seat looks to this customer.</summary>
public enum SeatMark : byte
{
    Free,

    /// <summary>Asked for, and not answered yet.</summary>
    Wanted,

    Mine,

    /// <summary>Held by somebody else.</summary>
    Held,

    Sold,
    Blocked,
}

/// <summary>A seat in words: what a screen reader says of it.</summary>
internal static class SeatWords
{
    /// <summary>"Row C, seat 7, premium, 38.00 PLN, free".</summary>
    public static string Label(Seat seat, SeatMark mark, string? price) => string.Join(", ", Parts(seat, mark, price));

    public static string Of(SeatMark mark) => mark switch
    {
        SeatMark.Free => "free",
        SeatMark.Wanted => "being reserved",
        SeatMark.Mine => "yours",
        SeatMark.Held => "held by somebody else",
        SeatMark.Sold => "sold",
        _ => "not for sale",
    };

    private static IEnumerable<string> Parts(Seat seat, SeatMark mark, string? price)
    {
        yield return "Row " + seat.Row;
        yield return FormattableString.Invariant($"seat {seat.Number}");
        if (seat.Kind == SeatKind.Wheelchair) yield return "wheelchair place";
        if (seat.Kind == SeatKind.Companion) yield return "companion of the wheelchair place beside it";
        yield return Words.Of(seat.Category);
        if (price is not null) yield return price;
        yield return Of(mark);
    }
}
