using System.Globalization;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;

namespace Dibs.Web.Components.Shared;

/// <summary>How the pages say things. One language for now, so it is all here.</summary>
internal static class Words
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public static string Of(TicketType type) => type switch
    {
        TicketType.Adult => "Adult",
        TicketType.Child => "Child",
        TicketType.Student => "Student",
        _ => "Senior",
    };

    public static string Of(SeatCategory category) => category switch
    {
        SeatCategory.Standard => "standard",
        SeatCategory.Premium => "premium",
        _ => "love seat",
    };

    public static string Title(SeatCategory category) => category switch
    {
        SeatCategory.Standard => "Standard",
        SeatCategory.Premium => "Premium",
        _ => "Love seat",
    };

    public static string Length(int minutes) => minutes < 60 ? $"{minutes} min" : $"{minutes / 60} h {minutes % 60:00} min";

    public static string Age(int minimum) => minimum == 0 ? "For all ages" : $"From {minimum}";

    /// <summary>"Sat 22 November".</summary>
    public static string Day(DateOnly day) => day.ToString("ddd d MMMM", English);

    public static string Weekday(DateOnly day) => day.ToString("ddd", English);

    public static string Month(DateOnly day) => day.ToString("MMM", English);

    public static string Time(DateTimeOffset at, string timeZone) => Local(at, timeZone).ToString("HH:mm", English);

    /// <summary>"Sat 22 November, 19:30", as the cinema's clock says.</summary>
    public static string DayAndTime(DateTimeOffset at, string timeZone) => Local(at, timeZone).ToString("ddd d MMMM, HH:mm", English);

    public static DateOnly DayOf(DateTimeOffset at, string timeZone) => DateOnly.FromDateTime(Local(at, timeZone).DateTime);

    /// <summary>Midnight of that day by the cinema's clock.</summary>
    public static DateTimeOffset StartOf(DateOnly day, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>"C7", "C7 and C8", "C7, C8 and D1".</summary>
    public static string List(IReadOnlyCollection<string> seats) => seats.Count switch
    {
        0 => "",
        1 => seats.First(),
        _ => string.Join(", ", seats.Take(seats.Count - 1)) + " and " + seats.Last(),
    };

    /// <summary>"1 seat", "3 seats".</summary>
    public static string Seats(int count) => count == 1 ? "1 seat" : $"{count} seats";

    /// <summary>"9:05"; never below "0:00".</summary>
    public static string Countdown(TimeSpan left)
    {
        var seconds = (int)Math.Ceiling(Math.Max(0, left.TotalSeconds));
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}");
    }

    /// <summary>"3.4 ms", "120 ms".</summary>
    public static string Milliseconds(TimeSpan took) =>
        took.TotalMilliseconds.ToString(took.TotalMilliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";

    /// <summary>"40 s", "12 min", "2 h 05 min".</summary>
    public static string Span(TimeSpan span) => span.TotalSeconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0} s")
        : Length((int)Math.Round(span.TotalMinutes));

    private static DateTimeOffset Local(DateTimeOffset at, string timeZone) =>
        TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
}
