using System.Globalization;
using System.Resources;
using Dibs.Domain.Languages;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;

namespace Dibs.Web.Components.Shared;

/// <summary>
/// How the pages say things, in one language: every component has one as <c>Words</c>, of its customer's language. There is one for
/// each language, which all circuits share.
/// </summary>
public sealed class Words : Texts
{
    private static readonly ResourceManager Translations = new("Dibs.Web.Languages.PageTexts", typeof(Words).Assembly);
    private static readonly Dictionary<Language, Words> Known = Language.All.ToDictionary(language => language, language => new Words(language));

    private Words(Language language)
        : base(language, Translations)
    {
    }

    public static Words In(Language language) => Known[language];

    public string Of(TicketType type) => type switch
    {
        TicketType.Adult => this["Adult"],
        TicketType.Child => this["Child"],
        TicketType.Student => this["Student"],
        _ => this["Senior"],
    };

    public string Of(SeatCategory category) => category switch
    {
        SeatCategory.Standard => this["standard"],
        SeatCategory.Premium => this["premium"],
        _ => this["love seat"],
    };

    /// <summary>The same where a line begins with it.</summary>
    public string Title(SeatCategory category)
    {
        var name = Of(category);
        return char.ToUpper(name[0], Language.Culture) + name[1..];
    }

    /// <summary>"38.00 PLN".</summary>
    public string Of(Money money) => money.In(Language.Culture);

    /// <summary>"38.00", where the currency is said elsewhere.</summary>
    public string Amount(decimal amount) => amount.ToString("0.00", Language.Culture);

    public string Age(int minimum) => minimum == 0 ? this["For all ages"] : this["From {0}", minimum];

    /// <summary>"Sat 22 November".</summary>
    public string Day(DateOnly day) => day.ToString("ddd d MMMM", Language.Culture);

    public string Weekday(DateOnly day) => day.ToString("ddd", Language.Culture);

    public string Month(DateOnly day) => day.ToString("MMM", Language.Culture);

    /// <summary>"Sat 22 November, 19:30", as the cinema's clock says.</summary>
    public string DayAndTime(DateTimeOffset at, string timeZone) => Local(at, timeZone).ToString("ddd d MMMM, HH:mm", Language.Culture);

    /// <summary>"C7", "C7 and C8", "C7, C8 and D1".</summary>
    public string List(IReadOnlyCollection<string> seats) => seats.Count switch
    {
        0 => "",
        1 => seats.First(),
        _ => this["{0} and {1}", string.Join(", ", seats.Take(seats.Count - 1)), seats.Last()],
    };

    /// <summary>"1 seat", "3 seats".</summary>
    public string Seats(int count) => Count("{0} seat|{0} seats", count);

    public static string Length(int minutes) => minutes < 60 ? $"{minutes} min" : $"{minutes / 60} h {minutes % 60:00} min";

    public static string Time(DateTimeOffset at, string timeZone) => Local(at, timeZone).ToString("HH:mm", CultureInfo.InvariantCulture);

    public static DateOnly DayOf(DateTimeOffset at, string timeZone) => DateOnly.FromDateTime(Local(at, timeZone).DateTime);

    /// <summary>Midnight of that day by the cinema's clock.</summary>
    public static DateTimeOffset StartOf(DateOnly day, string timeZone)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

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
