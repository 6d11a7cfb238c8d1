using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;

namespace Dibs.Web.Components.Screenings;

/// <summary>What a click on a seat means, before anybody is asked for it.</summary>
/// <param name="Wanted">All seats that the customer wants now.</param>
/// <param name="Refusal">Why the click changes nothing, to be told; null where it does.</param>
internal sealed record SeatClick(HashSet<string> Wanted, string? Refusal)
{
    /// <summary>As many as a booking takes.</summary>
    public static readonly int AtMost = new HoldOptions().MaxSeats;

    /// <param name="wanted">What the customer wanted until now.</param>
    public static SeatClick On(Seat seat, HashSet<string> wanted, HallSeats hall)
    {
        var (plan, words) = (hall.Screening.Plan, hall.Words);
        if (wanted.Contains(seat.Id))
        {
            HashSet<string> left = [.. wanted.Where(id => id != seat.Id)];
            // A companion's seat goes with its wheelchair place.
            left.ExceptWith(CompanionSeats.WithoutPlace(plan, left).Select(companion => companion.Id).ToList());
            return new(left, null);
        }

        if (wanted.Count >= AtMost)
            return new(wanted, words["A booking has at most {0} seats. Let one go to take another.", AtMost]);

        var mark = hall.MarkOf(seat);
        if (mark is not SeatMark.Free) return new(wanted, words["Seat {0} is {1}.", seat.Id, words.Of(mark)]);

        if (CompanionSeats.WithoutPlace(plan, [.. wanted, seat.Id]).Any())
        {
            return new(wanted, words[
                "Seat {0} is for who comes with wheelchair place {1}: choose that too.",
                seat.Id, string.Join(" / ", CompanionSeats.PlacesBeside(plan, seat).Select(place => place.Id))]);
        }

        return new([.. wanted, seat.Id], null);
    }
}
