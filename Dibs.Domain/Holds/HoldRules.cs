using Dibs.Domain.Screenings;

namespace Dibs.Domain.Holds;

/// <summary>Which seats may be asked for together.</summary>
public static class HoldRules
{
    /// <summary>What is wrong with a choice of seats, in whole sentences; empty when all is well.</summary>
    /// <param name="hall">Its name, for the messages.</param>
    public static IReadOnlyList<string> Errors(
        IReadOnlyCollection<string> seats, SeatPlan plan, string hall, HoldOptions options)
    {
        if (seats.Count == 0) return ["Choose at least one seat."];
        if (seats.Count > options.MaxSeats) return [$"Choose at most {options.MaxSeats} seats; these are {seats.Count}."];
        return
        [
            .. seats.Where(seat => seat is null || plan.Find(seat) is null).Distinct()
                .Select(seat => $"{hall} has no seat {Shorten(seat)}."),
            .. seats.Where(seat => seat is not null && plan.Find(seat) is not null)
                .GroupBy(seat => seat).Where(group => group.Count() > 1)
                .Select(group => $"Seat {group.Key} is named more than once."),
            .. CompanionSeats.WithoutPlace(plan, seats).Select(seat => CompanionSeats.ErrorOf(plan, seat)),
        ];
    }

    private static string Shorten(string? text) => text switch
    {
        null => "null",
        { Length: > 20 } => text[..20] + "…",
        _ => text,
    };
}
