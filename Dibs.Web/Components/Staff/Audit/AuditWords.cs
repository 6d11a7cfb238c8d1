using System.Globalization;

namespace Dibs.Web.Components.Staff.Audit;

internal static class AuditWords
{
    /// <summary>"2026-11-26 14:03:07", by that zone's clock.</summary>
    public static string Time(DateTimeOffset at, string timeZone) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(timeZone))
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
