using System.Text;
using Dibs.Domain.Bookings;
using Dibs.Domain.Languages;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Tickets;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Dibs.Infrastructure.Mail;

/// <summary>Writes the mail with the tickets of a booking: a text, one PDF, and one event for the calendar.</summary>
internal sealed class TicketMailWriter(IOptions<MailOptions> options, TimeProvider clock)
{
    /// <param name="papers">All tickets of the booking.</param>
    /// <param name="number">Which mail of the booking it is. The same one has the same Message-ID, however often it is sent.</param>
    public MimeMessage Write(BookingDetails booking, IReadOnlyList<TicketPaper> papers, int number)
    {
        var settings = options.Value;
        var now = clock.GetUtcNow();
        var screening = papers[0].Screening;
        var texts = PaperTexts.In(booking.Language);
        var body = new BodyBuilder { TextBody = TextOf(booking, papers, texts, number) };
        body.Attachments.Add(
            $"tickets-{booking.Reference}.pdf", TicketPdf.Write(papers), ContentType.Parse("application/pdf"));
        body.Attachments.Add(CalendarOf(booking, papers, now));
        var mail = MailEnvelope.For(
            settings, booking, number, now, texts["Your tickets: {0}, {1}", screening.Film.Title, texts.When(screening)]);
        mail.Body = body.ToMessageBody();
        mail.Body.Headers.Add("Content-Language", booking.Language.Code);
        return mail;
    }

    private static MimePart CalendarOf(BookingDetails booking, IReadOnlyList<TicketPaper> papers, DateTimeOffset now) =>
        new(ContentType.Parse("text/calendar; charset=utf-8; method=PUBLISH"))
        {
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = $"{booking.Reference}.ics" },
            // So that nobody on the way touches the ends of its lines.
            ContentTransferEncoding = ContentEncoding.Base64,
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(TicketCalendar.Write(papers, now)))),
        };

    private string TextOf(BookingDetails booking, IReadOnlyList<TicketPaper> papers, PaperTexts texts, int number)
    {
        var screening = papers[0].Screening;
        string[] lines =
        [
            texts["Hello {0},", booking.CustomerName],
            "",
            texts["your seats are booked. The tickets are in the PDF: show them at the door, on paper or on your phone."],
            // After a swap of seats, or because they were asked for once more: true of both.
            .. number > 1 ? [texts["Only these tickets are valid, not those of an earlier mail for other seats."]] : Array.Empty<string>(),
            "",
            screening.Film.Title,
            texts.When(screening),
            PaperTexts.Where(screening),
            "",
            .. papers.Select(paper => texts["Row {0}, seat {1}", paper.Row, paper.Number] + $": {texts.Of(paper.Type)}, {texts.Of(paper.Price)}"),
            "",
            texts["Paid: {0}", texts.Of(booking.Amount)],
            texts["Booking: {0}", booking.Reference],
            .. string.IsNullOrWhiteSpace(options.Value.Site)
                ? Array.Empty<string>()
                : [$"{options.Value.Site.TrimEnd('/')}/bookings/{booking.Reference}"],
            "",
        ];
        return string.Join("\r\n", lines);
    }
}
