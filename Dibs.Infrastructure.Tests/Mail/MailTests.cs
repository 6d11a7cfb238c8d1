using System.Net;
using System.Text;
using Dibs.Domain.Bookings;
using Dibs.Domain.Mail;
using Dibs.Domain.Payments;
using Dibs.Domain.Swaps;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Mail;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.Tests.Tickets;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Dibs.Infrastructure.Tests.Mail;

/// <summary>The mail with the tickets, from the confirmation to the mailbox, with whole instances.</summary>
[Collection(PostgresServers.Collection)]
public sealed class MailTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("dibs-mail-").FullName;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // Where mail is off it is due all the same. What other tests have left is not this one's.
        await ExecuteAsync($"update bookings set mail_due_at = null");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

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

        var text = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder)));
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
        await Eventually.TrueAsync("three mails", Patience, () => Task.FromResult(Directory.GetFiles(_folder, "*.eml").Length == 3));

        var mails = Files().OrderBy(mail => mail.MessageId, StringComparer.Ordinal).ToList();
        Assert.Equal(Enumerable.Range(1, 3).Select(number => $"{booking.Reference}.{number}@cinema.example"), mails.Select(mail => mail.MessageId));
        Assert.Contains("Row C, seat 6: Adult, 20.00 PLN", mails[1].TextBody, StringComparison.Ordinal);
        Assert.Contains("Only these tickets are valid", mails[1].TextBody, StringComparison.Ordinal);
        Assert.StartsWith("Cancelled: ", mails[2].Subject, StringComparison.Ordinal);
        Assert.Contains("20.00 PLN goes back", mails[2].TextBody, StringComparison.Ordinal);
        foreach (var mail in mails) mail.Dispose();
    }

    [Fact]
    public async Task Instance_DiesBetweenSendingAndNoting_MailIsThereOnce()
    {
        await RestartAsync(Pickup(interval: "00:01:00"));
        var booking = Booking("D1");
        await BookAsync("2pc", booking);
        var dies = new DyingRoute(Host.Get<IMailRoute>());

        await Assert.ThrowsAsync<OperationCanceledException>(() => SenderBy(dies).RunOnceAsync(dies.Life));
        Assert.Single(Files());
        // The mail was with the instance that died, and nobody else takes it until its time is up.
        Assert.Equal(0, (await Host.Get<MailSender>().RunOnceAsync(CancellationToken.None)).Taken);
        await ExecuteAsync($"update bookings set mail_due_at = clock_timestamp() where mail_due_at is not null");
        Assert.Equal(new MailRound(1, 1, 0), await Host.Get<MailSender>().RunOnceAsync(CancellationToken.None));

        using var mail = Assert.Single(Files());
        Assert.Equal($"{booking.Reference}.1@cinema.example", mail.MessageId);
        Assert.Equal(0, (await Host.Get<MailOutbox>().CountAsync(CancellationToken.None)).Waiting);
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
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.IsType<MailAgain.TooSoon>(await AskAsync(booking));
        var state = await Host.Get<IBookingMail>().FindAsync(booking.BookingId, CancellationToken.None);
        Assert.True(state is { IsWaiting: false, Attempts: 0, SentAt: not null });
        Assert.IsType<MailAgain.NoBooking>(await Host.Get<IBookingMail>().SendAgainAsync(Guid.NewGuid(), CancellationToken.None));
    }

    [Fact]
    public async Task Mail_OfWhatIsNoBookingOrReachesNobody_IsNotSent()
    {
        await RestartAsync(Pickup(interval: "00:01:00"));
        await BookAsync("2pc", Booking("H1") with { CardToken = TestCard.TokenOf(TestCard.Declined)! });
        await BookAsync("saga", Booking("H2") with { CardToken = TestCard.TokenOf(TestCard.Declined)! });
        await BookAsync("2pc", Booking("H3") with { Customer = new Customer("Load", "load@dibs.invalid", Guid.NewGuid()) });
        Assert.Equal(0, (await Host.Get<MailOutbox>().CountAsync(CancellationToken.None)).Waiting);

        var rejected = Booking("H4");
        await BookAsync("2pc", rejected);
        await ExecuteAsync($"update bookings set status = 'rejected', reason = 'Unavailable' where id = {rejected.BookingId}");
        Assert.Equal(new MailRound(1, 0, 0), await Host.Get<MailSender>().RunOnceAsync(CancellationToken.None));

        Assert.Equal(0, (await Host.Get<MailOutbox>().CountAsync(CancellationToken.None)).Waiting);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Mail_TicketsAreNotThereYet_WaitsForThem()
    {
        await RestartAsync(Pickup(interval: "00:01:00"));
        await BookAsync("2pc", Booking("I1"));
        await using var tickets = await ContextAsync<Participants.Tickets.TicketsContext>();
        await tickets.Database.ExecuteSqlRawAsync("alter table tickets rename to hidden");
        try
        {
            Assert.Equal(new MailRound(1, 0, 1), await Host.Get<MailSender>().RunOnceAsync(CancellationToken.None));
        }
        finally
        {
            await tickets.Database.ExecuteSqlRawAsync("alter table hidden rename to tickets");
        }

        await ExecuteAsync($"update bookings set mail_due_at = clock_timestamp() where mail_due_at is not null");
        Assert.Equal(new MailRound(1, 1, 0), await Host.Get<MailSender>().RunOnceAsync(CancellationToken.None));
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

    /// <param name="interval">A minute where the test runs the rounds itself; the worker's first one is over by then.</param>
    private Dictionary<string, string?> Pickup(string interval = "00:00:00.100") => new()
    {
        ["Mail:Pickup"] = _folder,
        ["Mail:From"] = "tickets@cinema.example",
        ["Mail:Site"] = "https://cinema.example",
        ["Mail:Interval"] = interval,
    };

    private List<MimeMessage> Files() => [.. Directory.GetFiles(_folder, "*.eml").Select(file => MimeMessage.Load(file))];

    private static byte[] Attached(MimeMessage mail, string type)
    {
        using var bytes = new MemoryStream();
        mail.Attachments.OfType<MimePart>().Single(part => part.ContentType.MimeType == type).Content!.DecodeTo(bytes);
        return bytes.ToArray();
    }

    private Task<MailAgain> AskAsync(BookingRequest booking) =>
        Host.Get<IBookingMail>().SendAgainAsync(booking.BookingId, CancellationToken.None);

    private MailSender SenderBy(IMailRoute route) => new(
        Host.Get<MailOutbox>(), route, Host.Get<TicketMailWriter>(), Host.Get<CancellationMailWriter>(), Host.Get<IBookingRegister>(),
        Host.Get<TicketPapers>(),
        TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<MailSender>.Instance);

    private async Task<BookingDetails> FindAsync(BookingRequest booking) =>
        (await Host.Get<IBookingRegister>().FindAsync(booking.BookingId, CancellationToken.None))!.Value.Booking;

    private Task NothingDueAsync() => Eventually.TrueAsync("all mails are sent", Patience, async () =>
        await CountAsync(row => row.MailDueAt != null) == 0);

    private async Task<int> CountAsync(System.Linq.Expressions.Expression<Func<Booking, bool>> which)
    {
        await using var database = await ContextAsync<BookingsContext>();
        return await database.Bookings.CountAsync(which);
    }

    private async Task ExecuteAsync(FormattableString statement)
    {
        await using var database = await ContextAsync<BookingsContext>();
        await database.Database.ExecuteSqlAsync(statement);
    }

    /// <summary>The instance dies when the mail is in other hands, and before it can say so.</summary>
    private sealed class DyingRoute(IMailRoute route) : IMailRoute, IMailConnection
    {
        private readonly CancellationTokenSource _life = new();
        private IMailConnection? _open;

        public CancellationToken Life => _life.Token;

        public async Task<IMailConnection> ConnectAsync(CancellationToken cancellationToken)
        {
            _open = await route.ConnectAsync(cancellationToken);
            return this;
        }

        public async Task SendAsync(MimeMessage mail, CancellationToken cancellationToken)
        {
            await _open!.SendAsync(mail, cancellationToken);
            await _life.CancelAsync();
            _life.Token.ThrowIfCancellationRequested();
        }

        public ValueTask DisposeAsync() => _open!.DisposeAsync();
    }
}
