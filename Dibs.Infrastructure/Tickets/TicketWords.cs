using System.Globalization;
using Dibs.Domain.Screenings;

namespace Dibs.Infrastructure.Tickets;

/// <summary>How tickets on paper and in mails say things.</summary>
internal static class TicketWords
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>"Sun 22 November 2026, 20:30", as the cinema's clock says.</summary>
    public static string When(ScreeningDetails screening) => TimeZoneInfo
        .ConvertTime(screening.StartsAt, TimeZoneInfo.FindSystemTimeZoneById(screening.Cinema.TimeZone))
        .ToString("ddd d MMMM yyyy, HH:mm", English);

    public static string Where(ScreeningDetails screening) =>
        $"{screening.Hall} · {screening.Cinema.Name}, {screening.Cinema.City}";
}
