using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dibs.Domain.Languages;
using Dibs.Domain.Screenings;

namespace Dibs.Domain.Tickets;

/// <summary>Tickets as an event for a calendar (RFC 5545).</summary>
public static class TicketCalendar
{
    /// <summary>A line is at most so long, in bytes of UTF-8 without its end.</summary>
    private const int MaxLine = 75;

    /// <param name="papers">1 or more of one booking, for one event.</param>
    /// <param name="made">When this text is made.</param>
    public static string Write(IReadOnlyList<TicketPaper> papers, DateTimeOffset made)
    {
        var screening = papers[0].Screening;
        var text = new StringBuilder();
        string[] lines =
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            $"PRODID:-//Dibs//Tickets//{papers[0].Language.Code.ToUpperInvariant()}",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            "BEGIN:VEVENT",
            $"UID:{UidOf(papers)}",
            $"DTSTAMP:{Utc(made)}",
            $"DTSTART:{Utc(screening.StartsAt)}",
            $"DTEND:{Utc(screening.EndsAt)}",
            $"SUMMARY:{Escape(screening.Film.Title)}",
            $"LOCATION:{Escape(PlaceOf(screening))}",
            $"DESCRIPTION:{Escape(DescriptionOf(papers))}",
            "TRANSP:OPAQUE",
            "END:VEVENT",
            "END:VCALENDAR",
        ];
        foreach (var line in lines) AppendFolded(text, line);
        return text.ToString();
    }

    /// <summary>
    /// The same tickets are the same event, however often it is taken over. Not the code itself: who shares a calendar would
    /// give the ticket away.
    /// </summary>
    private static string UidOf(IReadOnlyList<TicketPaper> papers)
    {
        var codes = string.Join(' ', papers.Select(paper => paper.Code));
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes("dibs-calendar:" + codes));
        return Base32.Write(hash.AsSpan(0, 15)) + "@tickets.dibs";
    }

    private static string PlaceOf(ScreeningDetails screening) =>
        $"{screening.Hall}, {screening.Cinema.Name}, {screening.Cinema.City}";

    private static string DescriptionOf(IReadOnlyList<TicketPaper> papers)
    {
        var texts = PaperTexts.In(papers[0].Language);
        return string.Join('\n', papers.Select(paper => texts["Row {0}, seat {1}", paper.Row, paper.Number]))
            + "\n" + texts["Booking {0}", papers[0].Reference];
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text.ReplaceLineEndings("\n"))
        {
            if (character == '\n') escaped.Append("\\n");
            else if (character is '\\' or ';' or ',') escaped.Append('\\').Append(character);
            // Other control characters have no way to be written.
            else if (!char.IsControl(character)) escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>A longer line goes on in the next, behind a space. Never within a character.</summary>
    private static void AppendFolded(StringBuilder text, string line)
    {
        var length = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > MaxLine)
            {
                text.Append("\r\n ");
                length = 1;
            }

            text.Append(rune.ToString());
            length += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
