using Dibs.Domain.Bookings;
using Dibs.Domain.Languages;
using Dibs.Domain.Screenings;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Dibs.Infrastructure.Mail;

/// <summary>Writes the mail that says that a booking is cancelled, and what becomes of its money.</summary>
internal sealed class CancellationMailWriter(IProgramme programme, IOptions<MailOptions> options, TimeProvider clock)
{
    /// <returns>Null where its screening is not known any more.</returns>
    public async Task<MimeMessage?> WriteAsync(BookingDetails booking, int number, CancellationToken cancellationToken)
    {
        if (await programme.FindAsync(booking.ScreeningId, cancellationToken) is not { } screening) return null;
        var texts = PaperTexts.In(booking.Language);
        string[] lines =
        [
            texts["Hello {0},", booking.CustomerName],
            "",
            texts["your booking is cancelled. Its tickets are no longer valid, and its seats are free for others."],
            "",
            screening.Film.Title,
            texts.When(screening),
            PaperTexts.Where(screening),
            texts["Seats: {0}", string.Join(", ", booking.Seats)],
            "",
            booking.Amount.Amount > 0
                ? texts["{0} goes back the way it was paid. How soon you see it there is up to your bank.", texts.Of(booking.Amount)]
                : texts["Nothing was charged, so nothing has to go back."],
            texts["Booking: {0}", booking.Reference],
            "",
        ];
        var mail = MailEnvelope.For(
            options.Value, booking, number, clock.GetUtcNow(), texts["Cancelled: {0}, {1}", screening.Film.Title, texts.When(screening)]);
        mail.Body = new TextPart("plain") { Text = string.Join("\r\n", lines) };
        mail.Body.Headers.Add("Content-Language", booking.Language.Code);
        return mail;
    }
}
