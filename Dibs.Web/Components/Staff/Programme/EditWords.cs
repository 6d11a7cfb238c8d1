using System.Diagnostics;
using Dibs.Domain.Languages;
using Dibs.Domain.Screenings.Editing;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Staff.Programme;

internal static class EditWords
{
    private static readonly Words English = Words.In(Language.English);

    public static string Of(EditOutcome outcome, string timeZone) => outcome switch
    {
        EditOutcome.Saved => "Saved.",
        EditOutcome.Unknown => "Not saved: this is not there any more. Load the page again.",
        EditOutcome.Invalid invalid => "Not saved. " + string.Join(' ', invalid.Errors.Values.Distinct()),
        EditOutcome.Clash clash =>
            $"Not saved: the hall is taken by {clash.Film}, {English.DayAndTime(clash.StartsAt, timeZone)} to"
            + $" {Words.Time(clash.EndsAt, timeZone)}, and has to be cleaned in between.",
        EditOutcome.InUse use => "Not saved: " + use.Why,
        _ => throw new UnreachableException(),
    };
}
