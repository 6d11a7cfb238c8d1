using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Mail;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Dibs.Infrastructure.Tests.Mail;

/// <summary>Single rounds of the one who sends mails, run by the test: what each takes, sends and leaves.</summary>
[Collection(PostgresServers.Collection)]
public sealed class MailRoundTests(FreshDatabases databases, RabbitMqServer broker) : PickupTests(databases, broker)
{
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

    private MailSender SenderBy(IMailRoute route) => new(
        Host.Get<MailOutbox>(), route, Host.Get<TicketMailWriter>(), Host.Get<CancellationMailWriter>(), Host.Get<IBookingRegister>(),
        Host.Get<TicketPapers>(),
        TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<MailSender>.Instance);

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
