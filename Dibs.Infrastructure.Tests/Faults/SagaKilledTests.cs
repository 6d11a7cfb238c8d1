using System.Net;
using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Saga;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Faults 35 to 42 and 57 of docs/faults.md: an instance is killed or halted in the middle of a saga.</summary>
[Collection(MoreFaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class SagaKilledTests(FaultCluster cluster) : SagaFaultTests(cluster)
{
    [Theory]
    [InlineData("saga.started")] // 35
    [InlineData("saga.commanded-paying")] // 37
    [InlineData("saga.committing-payments")] // 38
    [InlineData("saga.committed-payments")] // 39
    [InlineData("saga.replied-payments")] // 40
    [InlineData("saga.moved-ticketing")] // 41
    [InlineData("saga.moving-done")] // 57
    public Task KilledOnTheWay_Confirms(string point) => KilledOnTheWayAsync(point);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("saga.moving-ticketing")]
    [InlineData("saga.commanded-ticketing")]
    [InlineData("saga.committing-tickets")] // 38
    [InlineData("saga.committed-tickets")] // 39
    [InlineData("saga.replied-tickets")] // 40
    [InlineData("saga.moved-done")]
    public Task KilledElsewhereOnTheWay_Confirms(string point) => KilledOnTheWayAsync(point);

    private async Task KilledOnTheWayAsync(string point)
    {
        await using var victim = await StartLoneVictimAsync(($"CrashPoints__{point}", "kill"));
        var (key, seat) = (NewKey(), Cluster.NextSeat());

        Assert.Null((await BookAsync(victim, key, seat)).Status);
        await victim.ExitedAsync(Eventual);
        Broker.Gate.Open();

        await ConfirmedAsync(key, seat);
        // The customer's second try gets the booking of the first.
        Assert.Equal(HttpStatusCode.Created, (await BookAsync(Cluster.Survivor, key, seat)).Status);
        await ConfirmedAsync(key, seat);
    }

    [Theory]
    [InlineData("saga.moved-refunding")] // 41
    [InlineData("saga.moved-cancelled")]
    public Task KilledOnTheWayBack_Cancels(string point) => KilledOnTheWayBackAsync(point);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("saga.moving-refunding")]
    [InlineData("saga.commanded-refunding")]
    [InlineData("saga.moving-cancelled")]
    public Task KilledElsewhereOnTheWayBack_Cancels(string point) => KilledOnTheWayBackAsync(point);

    private async Task KilledOnTheWayBackAsync(string point)
    {
        await using var victim = await StartLoneVictimAsync(($"CrashPoints__{point}", "kill"), ("Tickets__FailureRate", "1"));
        var (key, seat) = (NewKey(), Cluster.NextSeat());

        Assert.Null((await BookAsync(victim, key, seat)).Status);
        await victim.ExitedAsync(Eventual);
        Broker.Gate.Open();

        await CancelledAsync(key, seat);
        // The survivor would issue the tickets; but what was refused stays refused, also for the same key.
        Assert.True((await BookAsync(Cluster.Survivor, key, seat)).IsRejected);
        await CancelledAsync(key, seat);
    }

    [Fact]
    public async Task KilledBeforeTheBrokersConfirm_PaysOnce() // 36
    {
        await using var victim = await StartLoneVictimAsync();
        var (key, seat) = (NewKey(), Cluster.NextSeat());
        var command = Broker.Proxy.On(SagaJson.Command, ProxyAction.HoldAnswer);

        var booking = BookAsync(victim, key, seat);
        await command.WaitAsync(Eventual);
        await Eventually.TrueAsync("the command was carried out", Eventual, async () =>
            await Cluster.P.QueryAsync<long>(
                "payments", "select count(*) from payments where booking_id = $1", BookingId.FromKey(key)) == 1);
        await victim.KillAsync();
        Assert.Null((await booking).Status);
        Broker.Gate.Open();

        await ConfirmedAsync(key, seat);
    }

    [Fact]
    public Task TwoOrchestratorsWithTheSameReply_OneMovesTheSaga() => OneMovesTheSagaAsync("saga.moving-ticketing"); // 42

    [Fact]
    [Trait("Category", "Long")]
    public Task TwoOrchestratorsWithTheLastReply_OneMovesTheSaga() => OneMovesTheSagaAsync("saga.moving-done"); // 42

    private async Task OneMovesTheSagaAsync(string point)
    {
        await using var victim = await StartLoneVictimAsync(
            ($"CrashPoints__{point}", "stop x1"), ("Logging__LogLevel__Dibs.Domain.Protocols.Saga", "Debug"));
        var (key, seat) = (NewKey(), Cluster.NextSeat());

        var booking = BookAsync(victim, key, seat);
        await Eventually.TrueAsync("halted", Eventual, () => Task.FromResult(victim.IsPaused));
        // The reply that it has in its hands goes to the survivor, too.
        Broker.Proxy.Close();
        Broker.Gate.Open();
        await ConfirmedAsync(key, seat);
        var version = await VersionAsync(key);
        await victim.ResumeAsync();

        await Eventually.TrueAsync("the halted one was too late", Eventual, () =>
            Task.FromResult(victim.Log.Contains($"{BookingId.FromKey(key)}: saga was moved by another", StringComparison.Ordinal)));
        Assert.Equal((3, 3), (version, await VersionAsync(key)));
        await ConfirmedAsync(key, seat);
        Assert.False((await booking).IsRejected);
    }

    [Fact]
    public async Task KilledBetweenBookedSeatsAndTheirCommit_NeitherIsThere() // 57
    {
        await using var victim = await StartLoneVictimAsync(("CrashPoints__saga.moving-done", "pause 2"));
        var (key, seat) = (NewKey(), Cluster.NextSeat());

        var booking = BookAsync(victim, key, seat);
        await Eventually.TrueAsync("about to confirm", Eventual, async () => await ToldAsync(key, "tickets", "applied") == 1);
        var confirming = Cluster.B.Proxy.On("insert into claims", ProxyAction.HoldAnswer);
        await confirming.WaitAsync(Eventual);
        await Eventually.TrueAsync("the saga is done and the seats are booked, in an open transaction", Eventual, async () =>
            await Cluster.B.QueryAsync<long>(
                "bookings",
                "select count(*) from pg_stat_activity where state = 'idle in transaction' and query like '%insert into claims%'") == 1);
        Assert.Equal("ticketing", await PhaseAsync(key));
        await victim.KillAsync();
        Assert.Null((await booking).Status);
        Assert.Equal(("ticketing", "pending"), (await PhaseAsync(key), await StatusAsync(key)));
        Broker.Gate.Open();

        await ConfirmedAsync(key, seat);
    }
}
