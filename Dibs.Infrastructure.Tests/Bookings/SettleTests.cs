using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Infrastructure.Provider;
using Dibs.Infrastructure.Tests.Provider;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Tests.Bookings;

/// <summary>Bookings whose payment got no answer, from the card to their end, and after a crash at each point between.</summary>
[Collection(PostgresServers.Collection)]
public sealed class SettleTests(PaymentStack stack) : IClassFixture<PaymentStack>
{
    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task Settle_PaidAfterAll_IsConfirmedWithOneCharge(string protocol)
    {
        var booking = await PendingAsync(TestCard.TimesOutPaid, protocol);
        Assert.False(await IsMailDueAsync(booking));

        var captures = new CaptureQueue(
            stack.Provider, Options.Create(new PaymentOptions()), NullLogger<CaptureQueue>.Instance);
        await captures.StartAsync(CancellationToken.None);
        await SettleAsync(Settler(captures: captures));
        await captures.StopAsync(CancellationToken.None);

        Assert.Equal(BookingStatus.Confirmed, (await FindAsync(booking)).Status);
        Assert.Equal(2, (await FindAsync(booking)).Tickets.Count);
        Assert.Equal(LedgerState.Captured, await StateAsync(booking));
        Assert.Equal(booking.Amount.Amount, await ChargedAsync(booking));
        Assert.True(await IsMailDueAsync(booking));
    }

    [Fact]
    public async Task Settle_NotPaid_IsRejectedAndNothingComesLate()
    {
        var booking = await PendingAsync(TestCard.TimesOutUnpaid);

        await SettleAsync(Settler(giveUpAge: TimeSpan.Zero));

        Assert.Equal(RejectionReason.PaymentDeclined, (await FindAsync(booking)).Reason);
        Assert.Equal(LedgerState.Voided, await StateAsync(booking));
        Assert.Equal(Authorisation.Declined, await stack.Provider.AuthoriseAsync(
            booking.PaymentKey, booking.BookingId, booking.Amount, TestCard.TokenOf(TestCard.Pays)!, CancellationToken.None));
        Assert.IsType<BookingOutcome.Confirmed>(await stack.BookAsync(
            PaymentStack.Wish(booking.ScreeningId, TestCard.Pays, "A1", "A2")));
    }

    [Fact]
    public async Task Settle_NothingKnownAndYoung_StaysPending()
    {
        var booking = await PendingAsync(TestCard.TimesOutUnpaid);

        await SettleAsync(Settler(giveUpAge: TimeSpan.FromMinutes(1)));

        Assert.Equal(BookingStatus.Pending, (await FindAsync(booking)).Status);
        Assert.Equal(LedgerState.None, await StateAsync(booking));
        await SettleAsync(Settler(giveUpAge: TimeSpan.Zero));
    }

    [Fact]
    public async Task Settle_PaidButTheSeatsAreGone_IsRejectedNamingThemAndVoided()
    {
        var booking = await PendingAsync(TestCard.TimesOutPaid);
        await stack.BookingsScalarAsync<int>(
            "update claims set expires_at = clock_timestamp() where booking_id = $1", booking.BookingId);
        await stack.BookAsync(PaymentStack.Wish(booking.ScreeningId, TestCard.Pays, "A2"));

        await SettleAsync(Settler());

        var found = await FindAsync(booking);
        Assert.Equal((RejectionReason.SeatsTaken, "A2"), (found.Reason, Assert.Single(found.LostSeats)));
        Assert.Equal(LedgerState.Voided, await StateAsync(booking));
        Assert.Equal(0L, await stack.BookingsScalarAsync<long>(
            "select count(*) from claims where booking_id = $1", booking.BookingId));
    }

    [Fact]
    public async Task Settle_PaidAfterItsSeatsExpiredButFree_IsConfirmed()
    {
        var booking = await PendingAsync(TestCard.TimesOutPaid);
        await stack.BookingsScalarAsync<int>(
            "update claims set expires_at = clock_timestamp() - interval '1 h' where booking_id = $1", booking.BookingId);

        await SettleAsync(Settler());

        Assert.Equal(BookingStatus.Confirmed, (await FindAsync(booking)).Status);
    }

    [Fact]
    public async Task Settle_WhileTicketsAreUnavailable_StaysPendingAndPaidAndIsConfirmedLater()
    {
        var booking = await PendingAsync(TestCard.TimesOutPaid);
        await using var hide = stack.Databases.Tickets.CreateCommand("alter table tickets rename to hidden");
        await hide.ExecuteNonQueryAsync();
        try
        {
            await SettleAsync(Settler());
            Assert.Equal((BookingStatus.Pending, LedgerState.Authorised), ((await FindAsync(booking)).Status, await StateAsync(booking)));
        }
        finally
        {
            await using var show = stack.Databases.Tickets.CreateCommand("alter table hidden rename to tickets");
            await show.ExecuteNonQueryAsync();
        }

        await SettleAsync(Settler());
        Assert.Equal(BookingStatus.Confirmed, (await FindAsync(booking)).Status);
    }

    [Fact]
    public async Task Settle_CrashedBeforeTheCapture_IsCapturedByTheSweeper()
    {
        var booking = await PendingAsync(TestCard.TimesOutPaid);
        await SettleAsync(Settler());
        Assert.Equal(LedgerState.Authorised, await StateAsync(booking));

        await SweepAsync();

        Assert.Equal(booking.Amount.Amount, await ChargedAsync(booking));
    }

    [Fact]
    public async Task Settle_CrashedBetweenRejectionAndVoid_LateAuthorisationIsSwept()
    {
        var booking = await PendingAsync(TestCard.TimesOutUnpaid);
        await stack.Register.RejectPendingAsync(
            booking.BookingId, new BookingOutcome.Rejected(Step.TakePayment, RejectionReason.PaymentDeclined), CancellationToken.None);
        await stack.Provider.AuthoriseAsync(
            booking.PaymentKey, booking.BookingId, booking.Amount, TestCard.TokenOf(TestCard.Pays)!, CancellationToken.None);

        await SettleAsync(Settler());
        await SweepAsync();

        Assert.Equal((BookingStatus.Rejected, LedgerState.Voided), ((await FindAsync(booking)).Status, await StateAsync(booking)));
    }

    [Fact]
    public async Task Settle_CrashedBeforeSaving_IsSweptAndTheSameKeyBooksAnew()
    {
        var booking = await stack.WishAsync(TestCard.TimesOutPaid, "A1", "A2");
        Assert.IsType<BookingOutcome.Unknown>(await stack.BookAsync(booking));

        await SweepAsync();
        Assert.Equal(LedgerState.Voided, await StateAsync(booking));

        var again = booking with { PaymentKey = Guid.NewGuid(), CardToken = TestCard.TokenOf(TestCard.Pays)! };
        Assert.IsType<BookingOutcome.Confirmed>(await stack.BookAsync(again));
    }

    [Fact]
    public async Task Settle_ByManyAtOnceThatAllTakeAll_ConfirmsEachOnce()
    {
        var bookings = new List<BookingRequest>();
        for (var i = 0; i < 8; i++) bookings.Add(await PendingAsync(TestCard.TimesOutPaid));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SettleAsync(Settler()))));
        await SettleAsync(Settler());
        await SweepAsync();

        foreach (var booking in bookings)
        {
            Assert.Equal((BookingStatus.Confirmed, 2), ((await FindAsync(booking)).Status, (await FindAsync(booking)).Tickets.Count));
            Assert.Equal(booking.Amount.Amount, await ChargedAsync(booking));
        }
    }

    /// <summary>As the booking service does it.</summary>
    private async Task<BookingRequest> PendingAsync(string card, string protocol = "2pc")
    {
        var booking = (await stack.WishAsync(card, "A1", "A2")) with { Protocol = protocol };
        Assert.Equal(new BookingOutcome.Unknown(UnknownReason.Payment), await stack.BookAsync(booking));
        Assert.True(await stack.Register.SavePendingAsync(booking, CancellationToken.None));
        return booking;
    }

    /// <summary>One look, with everything due.</summary>
    private async Task SettleAsync(PendingSettler settler)
    {
        await stack.BookingsScalarAsync<int>("update bookings set wake_at = clock_timestamp() where status = 'pending'");
        await settler.RunOnceAsync(CancellationToken.None);
    }

    private PendingSettler Settler(TimeSpan? giveUpAge = null, ICaptureQueue? captures = null) => new(
        stack.Register, stack.Provider, stack.Protocols, captures ?? new ForgetfulQueue(), stack.Get<ITimelineLog>(),
        Options.Create(new PaymentOptions
        {
            SettleAgain = TimeSpan.Zero,
            SettleGiveUpAge = giveUpAge ?? TimeSpan.FromMinutes(1),
        }),
        TimeProvider.System, NullLogger<PendingSettler>.Instance);

    private Task<SweepRound> SweepAsync() => new AuthorisationSweeper(
        stack.Provider, stack.Databases,
        Options.Create(new PaymentOptions { SweepCaptureAge = TimeSpan.Zero, SweepAge = TimeSpan.Zero }),
        NullLogger<AuthorisationSweeper>.Instance).RunOnceAsync(CancellationToken.None);

    private async Task<BookingDetails> FindAsync(BookingRequest booking) =>
        (await stack.Register.FindAsync(booking.BookingId, CancellationToken.None))!.Value.Booking;

    private Task<bool> IsMailDueAsync(BookingRequest booking) => stack.BookingsScalarAsync<bool>(
        "select mail_due_at is not null from bookings where id = $1", booking.BookingId);

    private Task<LedgerState> StateAsync(BookingRequest booking) =>
        stack.Provider.FindAsync(booking.PaymentKey, CancellationToken.None);

    private Task<decimal> ChargedAsync(BookingRequest booking) => stack.ProviderScalarAsync<decimal>(
        "select sum(amount - refunded) from authorisations where state = 'captured' and booking_id = $1", booking.BookingId);

    /// <summary>An instance that dies before it captures.</summary>
    private sealed class ForgetfulQueue : ICaptureQueue
    {
        public void Enqueue(Guid paymentKey, Guid bookingId)
        {
        }
    }
}
