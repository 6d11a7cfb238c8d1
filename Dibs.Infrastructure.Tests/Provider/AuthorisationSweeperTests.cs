using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Provider;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Provider;

[Collection(PostgresServers.Collection)]
public sealed class AuthorisationSweeperTests(PaymentStack stack) : IClassFixture<PaymentStack>
{
    [Fact]
    public async Task Sweep_AConfirmedBooking_IsCaptured()
    {
        var booking = await stack.WishAsync(TestCard.Pays, "A1");
        Assert.IsType<BookingOutcome.Confirmed>(await stack.BookAsync(booking));

        await Sweeper().RunOnceAsync(CancellationToken.None);

        Assert.Equal(LedgerState.Captured, await StateAsync(booking));
    }

    [Fact]
    public async Task Sweep_AnAuthorisationOfNoBooking_IsVoidedWhenOldEnough()
    {
        var booking = await AuthorisedAsync();

        await Sweeper(TimeSpan.FromMinutes(1)).RunOnceAsync(CancellationToken.None);
        Assert.Equal(LedgerState.Authorised, await StateAsync(booking));

        await Sweeper().RunOnceAsync(CancellationToken.None);
        Assert.Equal(LedgerState.Voided, await StateAsync(booking));
        Assert.Null(await stack.Register.FindAsync(booking.BookingId, CancellationToken.None));
    }

    [Fact]
    public async Task Sweep_APendingBooking_IsLeft()
    {
        var booking = await AuthorisedAsync();
        await stack.Register.SavePendingAsync(booking, CancellationToken.None);

        await Sweeper().RunOnceAsync(CancellationToken.None);

        Assert.Equal(LedgerState.Authorised, await StateAsync(booking));
    }

    [Fact]
    public async Task Sweep_AnEarlierAttemptOfAConfirmedBooking_IsVoidedAndTheRightOneCaptured()
    {
        var lost = await AuthorisedAsync();
        var booking = lost with { PaymentKey = Guid.NewGuid() };
        await stack.BookAsync(booking);

        await Sweeper().RunOnceAsync(CancellationToken.None);

        Assert.Equal((LedgerState.Voided, LedgerState.Captured), (await StateAsync(lost), await StateAsync(booking)));
    }

    [Fact]
    public async Task Sweep_ARejectedBooking_IsVoided()
    {
        // As after a crash between rejecting a pending booking and voiding its payment.
        var booking = await AuthorisedAsync();
        await stack.Register.SavePendingAsync(booking, CancellationToken.None);
        await stack.Register.RejectPendingAsync(
            booking.BookingId, new BookingOutcome.Rejected(null, RejectionReason.SeatsTaken), CancellationToken.None);

        await Sweeper().RunOnceAsync(CancellationToken.None);

        Assert.Equal(LedgerState.Voided, await StateAsync(booking));
    }

    [Fact]
    public async Task Sweep_ABookingThatIsBeingMade_IsLeftUntilItIsOver()
    {
        var booking = await AuthorisedAsync();
        var transaction = await stack.Get<Participant<BookingsContext>>().BeginAsync(CancellationToken.None);
        await transaction.ApplyAsync(booking, CancellationToken.None);

        await Sweeper().RunOnceAsync(CancellationToken.None);
        Assert.Equal(LedgerState.Authorised, await StateAsync(booking));

        await transaction.DisposeAsync();
        await Sweeper().RunOnceAsync(CancellationToken.None);
        Assert.Equal(LedgerState.Voided, await StateAsync(booking));
    }

    [Fact]
    public async Task Sweep_ABookingInDoubt_IsLeftUntilItIsDecided()
    {
        var booking = await AuthorisedAsync();
        var seats = stack.Get<Participant<BookingsContext>>();
        var gid = new Gid(await stack.Get<IDecisionLog>().DeploymentAsync(CancellationToken.None), Guid.NewGuid(), 'b');
        await using (var transaction = await seats.BeginAsync(CancellationToken.None))
        {
            await transaction.ApplyAsync(booking, CancellationToken.None);
            Assert.True(await transaction.PrepareAsync(gid, CancellationToken.None));
        }

        await Sweeper().RunOnceAsync(CancellationToken.None);
        Assert.Equal(LedgerState.Authorised, await StateAsync(booking));

        await seats.CommitPreparedAsync(gid, CancellationToken.None);
        await Sweeper().RunOnceAsync(CancellationToken.None);
        Assert.Equal(LedgerState.Captured, await StateAsync(booking));
    }

    [Fact]
    public async Task Sweep_OnManyInstancesAtOnce_EndsEachTheSameWay()
    {
        var booked = new List<BookingRequest>();
        var orphans = new List<BookingRequest>();
        for (var i = 0; i < 10; i++)
        {
            booked.Add(await stack.WishAsync(TestCard.Pays, "A1"));
            await stack.BookAsync(booked[^1]);
            orphans.Add(await AuthorisedAsync());
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            Task.Run(() => Sweeper().RunOnceAsync(CancellationToken.None))));
        // Sweepers that met at one orphan have left it to each other.
        await Sweeper().RunOnceAsync(CancellationToken.None);

        foreach (var booking in booked) Assert.Equal(LedgerState.Captured, await StateAsync(booking));
        foreach (var orphan in orphans) Assert.Equal(LedgerState.Voided, await StateAsync(orphan));
    }

    [Fact]
    public async Task Sweep_ACompanyThatTakesItsTime_IsAskedForManyAtOnce()
    {
        var booked = new List<BookingRequest>();
        for (var i = 0; i < 8; i++)
        {
            booked.Add(await stack.WishAsync(TestCard.Pays, "A1"));
            Assert.IsType<BookingOutcome.Confirmed>(await stack.BookAsync(booked[^1]));
        }

        // It answers none before all have asked.
        await Sweeper(provider: new AnswersTogether(stack.Provider, booked.Count)).RunOnceAsync(CancellationToken.None);

        foreach (var booking in booked) Assert.Equal(LedgerState.Captured, await StateAsync(booking));
    }

    [Fact]
    public async Task Sweep_WithoutTheBookingsDatabase_TouchesNothing()
    {
        var booking = await AuthorisedAsync();
        await using var instance = stack.BuildServices(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Bookings"] = "Host=127.0.0.1;Port=1;Username=dibs;Database=bookings",
        });

        await Assert.ThrowsAnyAsync<NpgsqlException>(() =>
            Sweeper(TimeSpan.Zero, instance.GetRequiredService<DataSources>()).RunOnceAsync(CancellationToken.None));

        Assert.Equal(LedgerState.Authorised, await StateAsync(booking));
    }

    private AuthorisationSweeper Sweeper(
        TimeSpan sweepAge = default, DataSources? databases = null, IPaymentProvider? provider = null) => new(
        provider ?? stack.Provider, databases ?? stack.Databases,
        Options.Create(new PaymentOptions { SweepCaptureAge = TimeSpan.Zero, SweepAge = sweepAge }),
        NullLogger<AuthorisationSweeper>.Instance);

    /// <summary>What a coordinator leaves that dies after it has asked the payment company.</summary>
    private async Task<BookingRequest> AuthorisedAsync()
    {
        var booking = await stack.WishAsync(TestCard.Pays, "A1");
        await stack.Provider.AuthoriseAsync(
            booking.PaymentKey, booking.BookingId, booking.Amount, booking.CardToken, CancellationToken.None);
        return booking;
    }

    private Task<LedgerState> StateAsync(BookingRequest booking) =>
        stack.Provider.FindAsync(booking.PaymentKey, CancellationToken.None);
}
