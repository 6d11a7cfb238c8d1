using Dibs.Domain.Holds;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Screenings;

/// <summary>Why a choice did not come about, and what may help.</summary>
internal static class ChoiceWords
{
    /// <param name="before">What the customer has all the same.</param>
    public static string Taken(this Words words, IReadOnlyList<string> seats, IReadOnlyList<string> before) =>
        words.Count("{1} was taken by somebody else just now.|{1} were taken by somebody else just now.", seats.Count, words.List(seats))
        + (before.Count > 0 ? " " + words.Count("{1} is still yours.|{1} are still yours.", before.Count, words.List(before)) : "");

    public static string Alone(this Words words, HoldOutcome.SingleGap gap) =>
        words["{0} would be left alone, where nobody would sit.", words.List(gap.Gaps)]
        + " " + (gap.Offer.Count == 1 ? words["This one is as near."] : words["These leave no single seat."]);

    public static string NoneTogether(this Words words, BestWish wish) =>
        (wish.Wheelchair
            ? words["No {0} free seats with a wheelchair place stand side by side any more.", wish.Count]
            : wish.Category is { } category
                ? words["No {0} free seats stand side by side any more, of this kind: {1}.", wish.Count, words.Of(category)]
                : words["No {0} free seats stand side by side any more.", wish.Count])
        + " " + words["Ask for fewer, or choose seats apart."];
}
