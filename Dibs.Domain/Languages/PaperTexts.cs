using System.Resources;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;

namespace Dibs.Domain.Languages;

/// <summary>How tickets on paper, in calendars and in mails say things.</summary>
public sealed class PaperTexts : Texts
{
    private static readonly ResourceManager Translations = new("Dibs.Domain.Languages.PaperTexts", typeof(PaperTexts).Assembly);
    private static readonly Dictionary<Language, PaperTexts> Known = Language.All.ToDictionary(language => language, language => new PaperTexts(language));

    private PaperTexts(Language language)
        : base(language, Translations)
    {
    }

    public static PaperTexts In(Language language) => Known[language];

    /// <summary>"Sun 22 November 2026, 20:30", as the cinema's clock says.</summary>
    public string When(ScreeningDetails screening) => TimeZoneInfo
        .ConvertTime(screening.StartsAt, TimeZoneInfo.FindSystemTimeZoneById(screening.Cinema.TimeZone))
        .ToString("ddd d MMMM yyyy, HH:mm", Language.Culture);

    public static string Where(ScreeningDetails screening) =>
        $"{screening.Hall} · {screening.Cinema.Name}, {screening.Cinema.City}";

    /// <summary>"38.00 PLN".</summary>
    public string Of(Money money) => money.In(Language.Culture);

    public string Of(TicketType type) => type switch
    {
        TicketType.Adult => this["Adult"],
        TicketType.Child => this["Child"],
        TicketType.Student => this["Student"],
        _ => this["Senior"],
    };
}
