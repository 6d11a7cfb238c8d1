using System.Collections.Frozen;

namespace Dibs.Domain.Screenings;

/// <summary>What a seat costs and offers; named on the map by a letter and a coloured foot line.</summary>
public enum SeatCategory
{
    Standard,
    Premium,
    Love,
}

/// <summary>Whom a place is made for.</summary>
public enum SeatKind
{
    Ordinary,

    /// <summary>A place for a wheelchair: no fixed chair.</summary>
    Wheelchair,

    /// <summary>The chair beside a wheelchair place, sold only together with it.</summary>
    Companion,
}

/// <summary>One seat of a plan.</summary>
/// <param name="Id">Row letter(s) and number, unique in the plan: "C7".</param>
/// <param name="Row">One or two capital letters.</param>
/// <param name="Number">1 or more, counted from the left as the audience sees it.</param>
/// <param name="X">Column on the map, 0 at the left; aisles are columns without a seat.</param>
/// <param name="Y">Line on the map, 0 nearest to the screen.</param>
public sealed record Seat(string Id, string Row, int Number, SeatCategory Category, SeatKind Kind, int X, int Y);

/// <summary>The seats of a hall, as they stand in one version of its plan. Never changes once it is made.</summary>
public sealed class SeatPlan
{
    private readonly FrozenDictionary<string, int> _indexes;

    /// <param name="id">The version's id: a changed plan is a new one.</param>
    /// <param name="seats">In reading order: front row first, left to right. Ids are unique.</param>
    public SeatPlan(int id, IReadOnlyList<Seat> seats)
    {
        Id = id;
        Seats = seats;
        Columns = seats.Count == 0 ? 0 : seats.Max(seat => seat.X) + 1;
        Lines = seats.Count == 0 ? 0 : seats.Max(seat => seat.Y) + 1;
        _indexes = seats.Index().ToFrozenDictionary(seat => seat.Item.Id, seat => seat.Index, StringComparer.Ordinal);
    }

    public int Id { get; }

    public IReadOnlyList<Seat> Seats { get; }

    /// <summary>Columns of the map, aisles included.</summary>
    public int Columns { get; }

    /// <summary>Lines of the map, cross aisles included.</summary>
    public int Lines { get; }

    /// <summary>The seat of that id (capital letters), or null where the hall has none.</summary>
    public Seat? Find(string id) => IndexOf(id) is >= 0 and var index ? Seats[index] : null;

    /// <summary>Where that seat is in <see cref="Seats"/>; -1 where the hall has none of that id.</summary>
    public int IndexOf(string id) => _indexes.GetValueOrDefault(id, -1);
}
