using System.Text;
using System.Text.RegularExpressions;
using Dibs.Domain.Languages;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Tickets;

namespace Dibs.Domain.Tests.Tickets;

/// <summary>Calendar entries, read as RFC 5545 says.</summary>
public sealed partial class TicketCalendarTests
{
    private const string Title = "Żółć; or, a film \\ with a long name\nthat goes on in a second line and on, and on 🎬🎬🎬";

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 20, 30, 0, TimeSpan.FromHours(1));

    private static readonly TicketPaper Paper = new(
        "0123456789ABCDEFGHJKMNPQRS", "", "7K3M-9QXP-2VTA", "AB12", TicketType.Adult, new Money(38, "PLN"),
        new ScreeningDetails(
            7, new FilmSummary(1, Title, "", "", 120, 0), new CinemaSummary(1, "Latarnia", "Gdynia", "Europe/Warsaw", "PLN"),
            "Hall 1", Start, Start.AddHours(2), false, null, new SeatPlan(1, []),
            new PriceList("PLN", new Dictionary<(SeatCategory, TicketType), decimal>())));

    private static readonly string Text = TicketCalendar.Write([Paper], new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Lines_AreFoldedWithinSeventyFiveBytesAndEndAsTheyMust()
    {
        Assert.EndsWith("\r\n", Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(LoneLineEnd(), Text);
        var lines = Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line[0] == ' ');
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 75));
        // A character that was cut in two would not come back from its bytes.
        Assert.All(lines, line => Assert.Equal(line, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line))));
    }

    [Fact]
    public void Event_HasUtcTimesAndWhatIsOn()
    {
        var values = Read(Text);

        Assert.Equal(("20261122T193000Z", "20261122T213000Z", "20261120T080000Z"), (values["DTSTART"], values["DTEND"], values["DTSTAMP"]));
        Assert.Equal(Title, Unescape(values["SUMMARY"]));
        Assert.Equal("Hall 1, Latarnia, Gdynia", Unescape(values["LOCATION"]));
        Assert.Equal("Row AB, seat 12\nBooking 7K3M-9QXP-2VTA", Unescape(values["DESCRIPTION"]));
        Assert.Equal("2.0", values["VERSION"]);
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", Text, StringComparison.Ordinal);
        Assert.EndsWith("END:VEVENT\r\nEND:VCALENDAR\r\n", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Event_OfAPolishBooking_IsInPolish()
    {
        var values = Read(TicketCalendar.Write([Paper with { Language = Language.Polish }], DateTimeOffset.UnixEpoch));
        Assert.Equal("Rząd AB, miejsce 12\nRezerwacja 7K3M-9QXP-2VTA", Unescape(values["DESCRIPTION"]));
    }

    [Fact]
    public void Uid_FollowsFromTheCodeAndDoesNotTellIt()
    {
        var later = TicketCalendar.Write([Paper], DateTimeOffset.UnixEpoch);
        var other = TicketCalendar.Write([Paper with { Code = "1123456789ABCDEFGHJKMNPQRS" }], DateTimeOffset.UnixEpoch);

        Assert.Equal(Read(Text)["UID"], Read(later)["UID"]);
        Assert.NotEqual(Read(Text)["UID"], Read(other)["UID"]);
        Assert.DoesNotContain(Paper.Code, Text, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Read(string text) => text.Replace("\r\n ", "", StringComparison.Ordinal)
        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':', 2))
        .Where(pair => pair[0] is not ("BEGIN" or "END")).ToDictionary(pair => pair[0], pair => pair[1]);

    private static string Unescape(string value) =>
        Escaped().Replace(value, match => match.Value is "\\n" or "\\N" ? "\n" : match.Value[1..]);

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escaped();

    [GeneratedRegex("(?<!\r)\n|\r(?!\n)")]
    private static partial Regex LoneLineEnd();
}
