using System.Net;
using System.Text;
using Dibs.Domain.Bookings;
using Dibs.Domain.Mail;
using Dibs.Domain.Swaps;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.Tests.Tickets;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Dibs.Infrastructure.Tests.Mail;

/// <summary>The mail with the tickets, from the confirmation to the mailbox, with whole instances.</summary>
[Collection(PostgresServers.Collection)]
public sealed class MailTests(FreshDatabases databases, RabbitMqServer broker) : PickupTests(databases, broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task HundredBookings_ByAllProtocolsAndTwoInstances_AreHundredMails()
    {
        await using var server = new SmtpListener();
        await RestartAsync(Smtp(server.Port));
        await using var second = await StartAsync(Smtp(server.Port));
        string[] protocols = ["2pc", "2pc-textbook", "saga"];
        var bookings = Enumerable.Range(0, 100)
            .Select(i => Booking($"{(char)('A' + (i / 10))}{(i % 10) + 1}")).ToList();

        await Parallel.ForEachAsync(bookings.Index(), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (booking, _) =>
            Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(protocols[booking.Index % 3], booking.Item)));
        await NothingDueAsync();

        Assert.Equal(
            bookings.Select(booking => $"{booking.Reference}.1@cinema.example").Order(StringComparer.Ordinal),
            server.Mails.Select(mail => mail.MessageId!).Order(StringComparer.Ordinal));
        Assert.Equal(100, await CountAsync(row => row.MailedAt != null && row.ScreeningId == Screening));
    }

    [Fact]
    public async Task Mail_HasTheTicketsAsPdfAndForTheCalendar()
    {
        await RestartAsync(Pickup());
        var booking = Booking("C1", "C2") with { Customer = new Customer("Zoë \"Z\" Nowak", "zoe@example.org", Guid.NewGuid()) };
        await BookAsync("2pc", booking);
        await NothingDueAsync();

        var text = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Folder)));
        Assert.DoesNotMatch("(?<!\r)\n", text);
        using var mail = Assert.Single(Files());
        Assert.Equal(("Zoë \"Z\" Nowak", "zoe@example.org"), (mail.To.Mailboxes.Single().Name, mail.To.Mailboxes.Single().Address));
        Assert.Equal("tickets@cinema.example", mail.From.Mailboxes.Single().Address);
        Assert.Contains("Row C, seat 1: Adult, 20.00 PLN", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"https://cinema.example/bookings/{booking.Reference}", mail.TextBody, StringComparison.Ordinal);
        var calendar = Encoding.UTF8.GetString(Attached(mail, "text/calendar"));
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", calendar, StringComparison.Ordinal);
        Assert.Contains("Row C\\, seat 2", calendar, StringComparison.Ordinal);
        var codes = PdfCodes.In(Attached(mail, "application/pdf"));
        foreach (var (code, ticket) in codes.Zip(booking.Tickets, (code, ticket) => (code, ticket)))
            Assert.Equal(new TicketVerdict.Genuine(ticket.Code), await Host.Get<ITicketSigner>().VerifyAsync(code, CancellationToken.None));
        Assert.Equal(2, codes.Count);
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("saga")]
    public async Task SwappedThenCancelled_AreTwoMoreMails(string protocol)
    {
        await RestartAsync(Pickup());
        var booking = Booking("C5") with { Protocol = protocol };
        await BookAsync(protocol, booking);
        await NothingDueAsync();

        Assert.IsType<SwapResult.Swapped>(await Host.Get<ISeatSwaps>().SwapAsync(
            await FindAsync(booking), new SwapWish(["C6"], null), CancellationToken.None));
        await NothingDueAsync();
        Assert.IsType<CancelResult.Cancelled>(await Host.Get<IBookingChanges>().CancelAsync(await FindAsync(booking), CancellationToken.None));
        await Eventually.TrueAsync("three mails", Patience, () => Task.FromResult(Directory.GetFiles(Folder, "*.eml").Length == 3));

        var mails = Files().OrderBy(mail => mail.MessageId, StringComparer.Ordinal).ToList();
        Assert.Equal(Enumerable.Range(1, 3).Select(number => $"{booking.Reference}.{number}@cinema.example"), mails.Select(mail => mail.MessageId));
        Assert.Contains("Row C, seat 6: Adult, 20.00 PLN", mails[1].TextBody, StringComparison.Ordinal);
        Assert.Contains("Only these tickets are valid", mails[1].TextBody, StringComparison.Ordinal);
        Assert.StartsWith("Cancelled: ", mails[2].Subject, StringComparison.Ordinal);
        Assert.Contains("20.00 PLN goes back", mails[2].TextBody, StringComparison.Ordinal);
        foreach (var mail in mails) mail.Dispose();
    }

    [Fact]
    public async Task Server_IsDownThenUp_StaffAreToldAndEachMailComesOnce()
    {
        var port = FreePort.Next();
        await RestartAsync(Smtp(port));
        var booking = Booking("E1");
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync("2pc", booking));
        await Eventually.TrueAsync("staff are told", Patience, () =>
            Task.FromResult(Host.Get<Alarms>().Raised.ContainsKey("mail")));

        await using var server = new SmtpListener(port);
        await NothingDueAsync();
        await Eventually.TrueAsync("the alarm is over", Patience, () => Task.FromResult(!Host.Get<Alarms>().Raised.ContainsKey("mail")));

        Assert.Equal($"{booking.Reference}.1@cinema.example", Assert.Single(server.Mails).MessageId);
    }

    [Fact]
    public async Task Server_RefusesOneAddress_OthersGetTheirMail()
    {
        await using var server = new SmtpListener { Unknown = "nobody@example.org" };
        await RestartAsync(Smtp(server.Port));
        var nobody = Booking("F1") with { Customer = new Customer("Nobody", "nobody@example.org", Guid.NewGuid()) };
        await BookAsync("2pc", nobody);
        await Eventually.TrueAsync("it was refused", Patience, async () => await CountAsync(
            row => row.Id == nobody.BookingId && row.MailAttempts > 0 && row.Status == BookingStatus.Confirmed) == 1);

        await BookAsync("2pc", Booking("F2"));
        await Eventually.TrueAsync("the other one has come", Patience, () => Task.FromResult(!server.Mails.IsEmpty));

        Assert.Equal("test@example.org", Assert.Single(server.Mails).To.Mailboxes.Single().Address);
        server.Unknown = null;
        await NothingDueAsync();
        Assert.Equal(2, server.Mails.Count);
    }

    [Fact]
    public async Task SendAgain_OnceAMinute_SendsAnotherMail()
    {
        await RestartAsync(Pickup());
        var booking = Booking("G1");
        await BookAsync("saga", booking);
        await NothingDueAsync();

        var soon = Assert.IsType<MailAgain.TooSoon>(await AskAsync(booking));
        Assert.InRange(soon.Wait, TimeSpan.FromSeconds(1), MailAgain.AtMostEvery);
        await ExecuteAsync($"update bookings set mailed_at = mailed_at - interval '1 minute' where id = {booking.BookingId}");
        Assert.IsType<MailAgain.Asked>(await AskAsync(booking));
        await NothingDueAsync();

        Assert.Equal(
            [$"{booking.Reference}.1.eml", $"{booking.Reference}.2.eml"],
            Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.IsType<MailAgain.TooSoon>(await AskAsync(booking));
        var state = await Host.Get<IBookingMail>().FindAsync(booking.BookingId, CancellationToken.None);
        Assert.True(state is { IsWaiting: false, Attempts: 0, SentAt: not null });
        Assert.IsType<MailAgain.NoBooking>(await Host.Get<IBookingMail>().SendAgainAsync(Guid.NewGuid(), CancellationToken.None));
    }

    private static Dictionary<string, string?> Smtp(int port) => new()
    {
        ["Mail:Smtp:Host"] = IPAddress.Loopback.ToString(),
        ["Mail:Smtp:Port"] = $"{port}",
        ["Mail:Smtp:Tls"] = "None",
        ["Mail:From"] = "tickets@cinema.example",
        ["Mail:Interval"] = "00:00:00.100",
        ["Mail:RetryAfter"] = "00:00:00.100",
        ["Mail:RetryAtLeastEvery"] = "00:00:00.500",
        ["Mail:AlarmAttempts"] = "2",
    };

    private static byte[] Attached(MimeMessage mail, string type)
    {
        using var bytes = new MemoryStream();
        mail.Attachments.OfType<MimePart>().Single(part => part.ContentType.MimeType == type).Content!.DecodeTo(bytes);
        return bytes.ToArray();
    }

    private Task<MailAgain> AskAsync(BookingRequest booking) =>
        Host.Get<IBookingMail>().SendAgainAsync(booking.BookingId, CancellationToken.None);

    private async Task<BookingDetails> FindAsync(BookingRequest booking) =>
        (await Host.Get<IBookingRegister>().FindAsync(booking.BookingId, CancellationToken.None))!.Value.Booking;

    private Task NothingDueAsync() => Eventually.TrueAsync("all mails are sent", Patience, async () =>
        await CountAsync(row => row.MailDueAt != null) == 0);
}
