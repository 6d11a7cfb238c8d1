using Dibs.Domain.Bookings;
using Dibs.Domain.Tickets;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Dibs.Infrastructure.Mail;

/// <summary>
/// Sends the mails that are due:
/// <list type="number">
/// <item>take some, for a while: they are due again if this instance dies;</item>
/// <item>open the way;</item>
/// <item>write one, out of what the databases say now;</item>
/// <item>send it;</item>
/// <item>note that it is sent. A crash before this sends it a second time, with the same Message-ID.</item>
/// </list>
/// </summary>
internal sealed partial class MailSender(
    MailOutbox outbox,
    IMailRoute route,
    TicketMailWriter writer,
    CancellationMailWriter cancellations,
    IBookingRegister register,
    TicketPapers papers,
    TimeProvider clock,
    ILogger<MailSender> logger)
{
    public const int AtMost = 10;

    /// <summary>One round.</summary>
    public async Task<MailRound> RunOnceAsync(CancellationToken cancellationToken)
    {
        // 1
        var started = clock.GetTimestamp();
        var due = await outbox.TakeDueAsync(AtMost, cancellationToken);
        var ends = new List<MailEnd>(due.Count);
        if (due.Count == 0) return MailRound.Of(due.Count, ends);
        try
        {
            // 2
            await using var connection = await route.ConnectAsync(cancellationToken);
            foreach (var mail in due)
            {
                // A server that is so slow is given the rest later, when nobody else can have taken it meanwhile.
                if (clock.GetElapsedTime(started) > MailOutbox.Lease / 2) break;
                ends.Add(await SendAsync(connection, mail, cancellationToken));
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The way is closed, for all that are left.
            NoWay(logger, due.Count - ends.Count, exception.Message);
            foreach (var mail in due.Skip(ends.Count))
            {
                await outbox.FailedAsync(mail, CancellationToken.None);
                ends.Add(MailEnd.Failed);
            }
        }

        return MailRound.Of(due.Count, ends);
    }

    private async Task<MailEnd> SendAsync(IMailConnection connection, DueMail due, CancellationToken cancellationToken)
    {
        // 3
        if (await register.FindAsync(due.BookingId, cancellationToken) is not var (booking, _)) return await DropAsync(due);
        if (booking.Status == BookingStatus.Cancelled) return await SendCancellationAsync(connection, booking, due, cancellationToken);
        if (booking.Status != BookingStatus.Confirmed) return await DropAsync(due);
        var tickets = await papers.OfAsync(booking, cancellationToken);
        if (tickets.Count != booking.Seats.Count)
        {
            // Between the decision and the commit of the tickets database, or while that is away.
            TicketsMissing(logger, due.BookingId, tickets.Count, booking.Seats.Count);
            return await FailAsync(due);
        }

        // What the customer has just asked for is sent whenever it is.
        if ((due.Number == 1 || due.Attempts > 0) && tickets[0].Screening.EndsAt < clock.GetUtcNow())
        {
            TooLate(logger, due.BookingId, due.Attempts);
            return await DropAsync(due);
        }

        using var mail = TryWrite(booking, tickets, due);
        return mail is null ? await FailAsync(due) : await SendAsync(connection, mail, due, cancellationToken);
    }

    private async Task<MailEnd> SendCancellationAsync(
        IMailConnection connection, BookingDetails booking, DueMail due, CancellationToken cancellationToken)
    {
        using var mail = await cancellations.WriteAsync(booking, due.Number, cancellationToken);
        return mail is null ? await DropAsync(due) : await SendAsync(connection, mail, due, cancellationToken);
    }

    private async Task<MailEnd> SendAsync(
        IMailConnection connection, MimeMessage mail, DueMail due, CancellationToken cancellationToken)
    {
        try
        {
            // 4
            await connection.SendAsync(mail, cancellationToken);
        }
        catch (MailRefusedException exception)
        {
            Refused(logger, due.BookingId, due.Attempts + 1, exception.Message);
            return await FailAsync(due);
        }

        // 5. Sent is sent: whoever stops this instance now waits for this one statement.
        await outbox.SentAsync(due, CancellationToken.None);
        Sent(logger, due.BookingId, due.Number);
        return MailEnd.Sent;
    }

    private MimeMessage? TryWrite(BookingDetails booking, IReadOnlyList<TicketPaper> tickets, DueMail due)
    {
        try
        {
            return writer.Write(booking, tickets, due.Number);
        }
        catch (Exception exception)
        {
            // A bug, and the others are not to wait for it.
            Unwritten(logger, exception, due.BookingId);
            return null;
        }
    }

    private async Task<MailEnd> FailAsync(DueMail due)
    {
        await outbox.FailedAsync(due, CancellationToken.None);
        return MailEnd.Failed;
    }

    private async Task<MailEnd> DropAsync(DueMail due)
    {
        await outbox.DropAsync(due, CancellationToken.None);
        return MailEnd.Dropped;
    }

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: mail {Number} is sent")]
    private static partial void Sent(ILogger logger, Guid bookingId, int number);

    [LoggerMessage(LogLevel.Debug, "Booking {BookingId}: its mail waits, {Count} of its {Seats} tickets are there")]
    private static partial void TicketsMissing(ILogger logger, Guid bookingId, int count, int seats);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: its mail was refused, try {Attempt}: {Error}")]
    private static partial void Refused(ILogger logger, Guid bookingId, int attempt, string error);

    [LoggerMessage(LogLevel.Error, "Booking {BookingId}: its mail could not be written")]
    private static partial void Unwritten(ILogger logger, Exception exception, Guid bookingId);

    [LoggerMessage(LogLevel.Error, "Booking {BookingId}: its mail is given up after {Attempts} tries, the screening is over")]
    private static partial void TooLate(ILogger logger, Guid bookingId, int attempts);

    [LoggerMessage(LogLevel.Warning, "{Count} mail(s) could not be sent and are tried again: {Error}")]
    private static partial void NoWay(ILogger logger, int count, string error);
}

internal enum MailEnd
{
    Sent,

    /// <summary>It is tried again.</summary>
    Failed,

    /// <summary>It was not to be sent any more.</summary>
    Dropped,
}

/// <param name="Taken">How many were due.</param>
internal sealed record MailRound(int Taken, int Sent, int Failed)
{
    public static MailRound Of(int taken, IReadOnlyList<MailEnd> ends) => new(
        taken, ends.Count(end => end == MailEnd.Sent), ends.Count(end => end == MailEnd.Failed));
}
