using System.Globalization;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Staff;

/// <summary>What is looked for in the audit, as an address says it.</summary>
internal static class AuditSearch
{
    /// <summary>That of the first cinema: the clock that staff look at.</summary>
    public static async Task<string> ZoneAsync(IProgramme programme, CancellationToken cancellationToken) =>
        (await programme.CinemasAsync(cancellationToken)) is [var first, ..] ? first.TimeZone : "UTC";

    /// <param name="from">A day, included.</param>
    /// <param name="until">A day, included.</param>
    public static (AuditQuery? Query, string? Wrong) Read(string? text, string? from, string? until, string timeZone)
    {
        if (!TryDay(from, out var first)) return (null, "from is no day: give it like 2026-11-26.");
        if (!TryDay(until, out var last)) return (null, "until is no day: give it like 2026-11-26.");
        if (first > last) return (null, "from is after until.");
        return (new AuditQuery(
            text,
            first is { } start ? Words.StartOf(start, timeZone) : null,
            last is { } end && end < DateOnly.MaxValue ? Words.StartOf(end.AddDays(1), timeZone) : null), null);
    }

    private static bool TryDay(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrEmpty(text)) return true;
        // A day later has to be one too, whatever the zone.
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            || read.Year is < 1900 or > 9000) return false;
        day = read;
        return true;
    }
}
