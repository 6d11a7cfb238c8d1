using Dibs.Domain.Screenings;

namespace Dibs.Domain.Holds;

/// <summary>A companion's seat is sold only together with a wheelchair place beside it.</summary>
public static class CompanionSeats
{
    /// <summary>The companion's seats of a choice that have no wheelchair place in it.</summary>
    public static IEnumerable<Seat> WithoutPlace(SeatPlan plan, IReadOnlyCollection<string> seats) => seats
        .Select(seat => seat is null ? null : plan.Find(seat)).OfType<Seat>()
        .Where(seat => seat.Kind == SeatKind.Companion && !PlacesBeside(plan, seat).Any(place => seats.Contains(place.Id)));

    /// <summary>Why such a seat cannot be had, in a whole sentence.</summary>
    public static string ErrorOf(SeatPlan plan, Seat companion) =>
        $"Seat {companion.Id} is for who comes with wheelchair place {string.Join(" or ", PlacesBeside(plan, companion).Select(place => place.Id))}: "
        + "choose that too.";

    /// <summary>The wheelchair places that such a seat goes with.</summary>
    public static IEnumerable<Seat> PlacesBeside(SeatPlan plan, Seat companion) => plan.Seats.Where(
        seat => seat.Kind == SeatKind.Wheelchair && seat.Y == companion.Y && Math.Abs(seat.X - companion.X) == 1);
}
