using System.Net;
using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Faults 15 to 23: a database or the network to it fails in the middle of a booking.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class DatabaseFaultTests(FaultCluster cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task BookingsKilledBeforeCommit_Aborts() // 15
    {
        await using var victim = await cluster.StartVictimAsync((CrashPoint.BeforeDecision, "pause 2"));
        var (key, seat) = Booking();

        var booking = cluster.BookAsync(victim, key, seat);
        await PreparedAsync(2);
        await cluster.B.KillAsync();
        await cluster.B.StartAsync();

        Assert.False((await booking).IsConfirmed);
        await cluster.AbortedAsync(key, seat, Soon);
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task BookingsKilledAfterCommitBeforeAnswer_Confirms(string protocol) // 16
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = Booking();
        var decision = cluster.B.Proxy.On(FaultCluster.Commit, ProxyAction.HoldAnswer);

        var booking = cluster.BookAsync(victim, key, seat, protocol);
        await decision.WaitAsync(TimeSpan.FromSeconds(30));
        // A session beside it sees a commit only when its record is on the disk.
        await Eventually.TrueAsync("the decision is committed", TimeSpan.FromSeconds(10), async () =>
            await cluster.B.QueryAsync<long>(
                "bookings", "select count(*) from tx_decision where booking_id = $1 and outcome = 'commit'",
                BookingId.FromKey(key)) == 1);
        Assert.False(booking.IsCompleted);
        await cluster.B.KillAsync();
        await cluster.B.StartAsync();

        Assert.Equal(HttpStatusCode.Created, (await booking).Status);
        await cluster.ConfirmedAsync(key, seat, Soon);
    }

    [Fact]
    public async Task BookingsDownWithBranchesPrepared_InDoubtWithAlarm_ThenAsDecided() // 17
    {
        await using var victim = await cluster.StartVictimAsync((CrashPoint.BeforeDecision, "kill"));
        var (key, seat) = Booking();
        await cluster.Survivor.PauseAsync();
        Assert.Null((await cluster.BookAsync(victim, key, seat)).Status);
        await PreparedAsync(2);
        await cluster.B.KillAsync();
        await cluster.Survivor.ResumeAsync();

        // The alarm age is 3 s here instead of 10.
        await Eventually.TrueAsync("the alarm is raised", TimeSpan.FromSeconds(15), () =>
            Task.FromResult(cluster.Survivor.Log.Contains("Alarm in-doubt", StringComparison.Ordinal)));
        Assert.Equal(2, await PreparedOnPaymentsAndTicketsAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await cluster.Survivor.StatusAsync("/health/ready"));

        await cluster.B.StartAsync();
        await cluster.AbortedAsync(key, seat, Soon);
        await cluster.Survivor.ReadyAsync();
    }

    [Fact]
    public async Task PaymentsKilledWhilePrepared_ConfirmedAndFinishedWhenItIsBack() // 18
    {
        await using var victim = await cluster.StartVictimAsync((CrashPoint.Decided, "pause 2"));
        var (key, seat) = Booking();

        var booking = cluster.BookAsync(victim, key, seat);
        await PreparedAsync(2);
        await cluster.P.KillAsync();
        var answer = await booking;
        await cluster.P.StartAsync();

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        await cluster.ConfirmedAsync(key, seat, Soon);
    }

    [Fact]
    public async Task PaymentsKilledBeforePrepare_Aborts() // 19
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = Booking();
        var prepare = cluster.P.Proxy.On("PREPARE TRANSACTION", ProxyAction.Hold);

        var booking = cluster.BookAsync(victim, key, seat);
        await prepare.WaitAsync(TimeSpan.FromSeconds(10));
        await cluster.P.KillAsync();
        prepare.Release();
        Assert.False((await booking).IsConfirmed);
        await cluster.P.StartAsync();

        await cluster.AbortedAsync(key, seat, Soon);
    }

    [Fact]
    public async Task TicketsRefuseAtPrepare_AbortsAndRollsPaymentsBackAtOnce() // 20
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = Booking();
        // A deferred constraint is checked by PREPARE, and not before.
        await cluster.T.QueryAsync<object>(
            "tickets",
            $"""
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
            create constraint trigger refuse after insert on tickets deferrable initially deferred
              for each row when (new.seat = '{seat}') execute function refuse();
            """);
        await cluster.Survivor.PauseAsync();
        try
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cluster.BookAsync(victim, key, seat)).Status);
            // By the coordinator itself: the survivor is paused, and nobody else recovers this young.
            Assert.Equal(0, await cluster.PreparedAsync());
        }
        finally
        {
            await cluster.T.QueryAsync<object>("tickets", "drop trigger refuse on tickets; drop function refuse");
            await cluster.Survivor.ResumeAsync();
        }

        await cluster.AbortedAsync(key, seat, Soon);
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task NetworkCutBeforeCommitArrives_NeverBothAnswers(string protocol) // 21
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = Booking();
        cluster.B.Proxy.On(FaultCluster.Commit, ProxyAction.CutBefore);

        await AnswerHoldsAsync(await cluster.BookAsync(victim, key, seat, protocol), key, seat);
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task NetworkCutBeforeAnswerToCommit_NeverBothAnswers(string protocol) // 21
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = Booking();
        cluster.B.Proxy.On(FaultCluster.Commit, ProxyAction.CutAfter);

        var answer = await cluster.BookAsync(victim, key, seat, protocol);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        await AnswerHoldsAsync(answer, key, seat);
    }

    [Fact]
    public async Task NetworkToPaymentsCutAfterPrepareWasSent_AbortsWithoutOrphan() // 22
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = Booking();
        cluster.P.Proxy.On("PREPARE TRANSACTION", ProxyAction.CutAfter);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cluster.BookAsync(victim, key, seat)).Status);

        await cluster.AbortedAsync(key, seat, Soon);
    }

    [Fact]
    public async Task HalfOpenConnectionToBookings_SeatIsFreeAgain() // 23
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = Booking();
        var silent = cluster.B.Proxy.On(FaultCluster.Commit, ProxyAction.GoSilent);

        var booking = cluster.BookAsync(victim, key, seat);
        await silent.WaitAsync(TimeSpan.FromSeconds(10));

        await cluster.AbortedAsync(key, seat, TimeSpan.FromSeconds(15));
        Assert.False((await booking).IsConfirmed);
        await cluster.AbortedAsync(key, seat, Soon);
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task BookingsAway_CustomerIsToldBusy_SameKeyBooksWhenItIsBack(string protocol)
    {
        var (key, seat) = Booking();
        await cluster.B.KillAsync();
        try
        {
            var refused = await cluster.BookAsync(cluster.Survivor, key, seat, protocol);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
            Assert.Equal("busy", refused.Body.GetProperty("code").GetString());
        }
        finally
        {
            await cluster.B.StartAsync();
        }

        await Eventually.TrueAsync("booked", TimeSpan.FromSeconds(10), async () =>
            (await cluster.BookAsync(cluster.Survivor, key, seat, protocol)).IsConfirmed);
        await cluster.ConfirmedAsync(key, seat, Soon);
    }

    private (string Key, string Seat) Booking() => (Guid.NewGuid().ToString(), cluster.NextSeat());

    /// <summary>What the customer was told is what the databases say.</summary>
    private Task AnswerHoldsAsync(Answer answer, string key, string seat) =>
        answer.IsConfirmed ? cluster.ConfirmedAsync(key, seat, Soon) : cluster.AbortedAsync(key, seat, Soon);

    private Task PreparedAsync(int branches) => Eventually.TrueAsync(
        $"{branches} branches are prepared", TimeSpan.FromSeconds(10), async () =>
            await PreparedOnPaymentsAndTicketsAsync() == branches);

    private async Task<long> PreparedOnPaymentsAndTicketsAsync() =>
        await cluster.P.QueryAsync<long>("postgres", "select count(*) from pg_prepared_xacts")
        + await cluster.T.QueryAsync<long>("postgres", "select count(*) from pg_prepared_xacts");
}
