using Dibs.Domain.Swaps;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Swaps;

/// <summary>Why seats were not swapped, in whole sentences.</summary>
internal static class SwapWords
{
    public static string Of(this Words words, SwapResult result) => result switch
    {
        SwapResult.SeatsTaken taken => words.Count(
            "{1} was taken by somebody else just now. The booking keeps the seats that it has."
            + "|{1} were taken by somebody else just now. The booking keeps the seats that it has.",
            taken.Seats.Count, words.List(taken.Seats)),
        SwapResult.TooLate late => words[
            "It is too late: seats can be changed until {0} before the screening starts. The tickets stay valid.", Words.Span(late.Until)],
        SwapResult.Dearer dearer => words[
            "These seats cost {0}, and {1} was paid. A swap cannot cost more.", words.Of(dearer.Now), words.Of(dearer.Paid)],
        SwapResult.Invalid invalid => string.Join(' ', invalid.Errors.SelectMany(error => error.Value)),
        SwapResult.CheckedIn => words["Somebody has come in with a ticket of this booking, so its seats cannot be changed any more."],
        SwapResult.NotConfirmed => words["This booking is not confirmed any more, so there are no seats to change."],
        SwapResult.Busy => words["Too much is going on right now, so nothing was changed. Try again in a moment."],
        _ => words["We could not find out whether the seats were swapped. Look at the booking, or try again in a moment: it is done once."],
    };
}
