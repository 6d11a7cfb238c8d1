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

    /// <summary>Of the booking whose seats are being swapped: sold to whoever looks.</summary>
    Own,
}

/// <summary>A seat in words: what a screen reader says of it.</summary>
internal static class SeatWords
{
    /// <summary>"Row C, seat 7, premium, 38.00 PLN, free".</summary>
    public static string Label(this Words words, Seat seat, SeatMark mark, string? price) => string.Join(", ", Parts(words, seat, mark, price));

    public static string Of(this Words words, SeatMark mark) => mark switch
    {
        SeatMark.Free => words["free"],
        SeatMark.Wanted => words["being reserved"],
        SeatMark.Mine => words["yours"],
        SeatMark.Held => words["held by somebody else"],
        SeatMark.Sold => words["sold"],
        SeatMark.Own => words["yours now"],
        _ => words["not for sale"],
    };

    private static IEnumerable<string> Parts(Words words, Seat seat, SeatMark mark, string? price)
    {
        yield return words["Row {0}", seat.Row];
        yield return words["seat {0}", seat.Number];
        if (seat.Kind == SeatKind.Wheelchair) yield return words["wheelchair place"];
        if (seat.Kind == SeatKind.Companion) yield return words["companion of the wheelchair place beside it"];
        yield return words.Of(seat.Category);
        if (price is not null) yield return price;
        yield return words.Of(mark);
    }
}
