using Dibs.Domain.Bookings;
using MimeKit;

namespace Dibs.Infrastructure.Mail;

/// <summary>What all mails about a booking have: from whom, to whom, and an id of their own.</summary>
internal static class MailEnvelope
{
    /// <param name="number">Which mail of the booking it is. The same one has the same Message-ID, however often it is sent.</param>
    public static MimeMessage For(MailOptions settings, BookingDetails booking, int number, DateTimeOffset now, string subject)
    {
        var mail = new MimeMessage
        {
            Subject = subject,
            Date = now,
            MessageId = $"{booking.Reference}.{number}@{settings.From.Split('@')[1]}",
        };
        mail.From.Add(new MailboxAddress(settings.FromName, settings.From));
        mail.To.Add(new MailboxAddress(booking.CustomerName, booking.CustomerEmail));
        // No answers of "out of office" (RFC 3834).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }
}
