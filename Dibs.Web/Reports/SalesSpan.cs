using System.Globalization;
using Dibs.Domain.Reports;

namespace Dibs.Web.Reports;

/// <summary>What an address asks for: <c>?by=film&amp;from=2026-11-01&amp;until=2026-11-30</c>. Left out: by film, the last 30 days.</summary>
internal static class SalesSpan
{
    private const int DefaultDays = 30;

    /// <summary>Null where all is well; else the field that is not, and why.</summary>
    public static (string Field, string Error)? Read(string? by, string? from, string? until, TimeProvider clock, out SalesQuery query)
    {
        query = new SalesQuery(SalesBy.Film, default, default);
        var what = SalesBy.Film;
        if (!string.IsNullOrEmpty(by) && (!Enum.TryParse(by, ignoreCase: true, out what) || !Enum.IsDefined(what) || char.IsDigit(by[0])))
            return ("by", "Sales are put together by film, day, hall, category or protocol; files also list every booking.");
        // A day more than here: it is tomorrow already where some cinema is.
        if (!TryRead(until, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1), out var last))
            return ("until", "Give the last day as 2026-11-30.");
        if (!TryRead(from, last.AddDays(-DefaultDays), out var first)) return ("from", "Give the first day as 2026-11-01.");
        if (last < first) return ("until", "The last day must not be before the first.");
        if (last.DayNumber - first.DayNumber > 370) return ("until", "Ask for at most 370 days.");
        query = new SalesQuery(what, first, last);
        return null;
    }

    private static bool TryRead(string? text, DateOnly otherwise, out DateOnly day)
    {
        day = otherwise;
        return string.IsNullOrEmpty(text)
            || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }
}
