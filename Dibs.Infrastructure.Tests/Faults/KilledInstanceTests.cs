using System.Net;
using Dibs.Domain.Protocols;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Faults 1 to 10 of docs/faults.md: an instance is killed in the middle of a booking.</summary>
[Collection(MoreFaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class KilledInstanceTests(FaultCluster cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("2pc", "2pc.before-begin")] // 1
    [InlineData("2pc", "2pc.seats-claimed")] // 2
    [InlineData("2pc", "2pc.before-decision")] // 5
    [InlineData("2pc-textbook", "2pc.before-decision")]
    public Task KilledBeforeDecision_Aborts(string protocol, string point) => KilledBeforeDecisionAsync(protocol, point);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("2pc.before-begin")]
    [InlineData("2pc.seats-claimed")]
    public Task KilledEarlier_Textbook_Aborts(string point) => KilledBeforeDecisionAsync("2pc-textbook", point);

    private async Task KilledBeforeDecisionAsync(string protocol, string point)
    {
        await using var victim = await cluster.StartVictimAsync((point, "kill"));
        var (key, seat) = (NewKey(), cluster.NextSeat());

        var answer = await cluster.BookAsync(victim, key, seat, protocol);

        Assert.Null(answer.Status);
        await cluster.AbortedAsync(key, seat, Soon);
        // The customer's second try, with the same key, on another instance.
        Assert.Equal(HttpStatusCode.Created, (await cluster.BookAsync(cluster.Survivor, key, seat, protocol)).Status);
        await cluster.ConfirmedAsync(key, seat, Soon);
    }

    [Theory]
    [InlineData("2pc", "2pc.decided")] // 7
    [InlineData("2pc", "2pc.before-commit-prepared-payments")] // 8
    [InlineData("2pc", "2pc.committed-payments")] // 9
    [InlineData("2pc", "2pc.before-answer")] // 10
    [InlineData("2pc-textbook", "2pc.before-commit-prepared-seats")]
    [InlineData("2pc-textbook", "2pc.committed-seats")]
    public Task KilledAfterDecision_Confirms(string protocol, string point) => KilledAfterDecisionAsync(protocol, point);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("2pc.decided")]
    [InlineData("2pc.before-answer")]
    public Task KilledAtOnceOrLast_Textbook_Confirms(string point) => KilledAfterDecisionAsync("2pc-textbook", point);

    private async Task KilledAfterDecisionAsync(string protocol, string point)
    {
        // The other branch waits, so that it is certain which one is ended when the process dies. Before the answer both are.
        await using var victim = point == CrashPoint.BeforeAnswer
            ? await cluster.StartVictimAsync((point, "kill"))
            : await cluster.StartVictimAsync((point, "kill"), (CrashPoint.BeforeCommitPrepared("tickets"), "pause 60"));
        var (key, seat) = (NewKey(), cluster.NextSeat());

        var answer = await cluster.BookAsync(victim, key, seat, protocol);

        Assert.Null(answer.Status);
        await cluster.ConfirmedAsync(key, seat, Soon);
        await SameKeyGivesTheSameBookingAsync(key, seat, protocol);
    }

    [Fact]
    public async Task KilledBeforePrepareRan_PrepareComesLate_OrphanIsRolledBack() // 3
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = (NewKey(), cluster.NextSeat());
        var late = cluster.P.Proxy.On("PREPARE TRANSACTION", ProxyAction.Hold);

        var booking = cluster.BookAsync(victim, key, seat);
        await late.WaitAsync(TimeSpan.FromSeconds(10));
        await victim.KillAsync();
        Assert.Null((await booking).Status);
        late.Release();

        await cluster.AbortedAsync(key, seat, Soon);
    }

    [Fact]
    public async Task KilledWithOnlyPaymentsPrepared_Aborts() // 4
    {
        await using var victim = await cluster.StartVictimAsync(
            (CrashPoint.Prepared("payments"), "kill"), (CrashPoint.BeforePrepare("tickets"), "pause 60"));
        var (key, seat) = (NewKey(), cluster.NextSeat());

        Assert.Null((await cluster.BookAsync(victim, key, seat)).Status);

        await cluster.AbortedAsync(key, seat, Soon);
    }

    [Fact]
    public async Task KilledWhileCommitIsOnItsWay_AsTheBookingsDatabaseDid() // 6
    {
        await using var victim = await cluster.StartVictimAsync();
        var (key, seat) = (NewKey(), cluster.NextSeat());
        var commit = cluster.B.Proxy.On(FaultCluster.Commit, ProxyAction.Hold);

        var booking = cluster.BookAsync(victim, key, seat);
        await commit.WaitAsync(TimeSpan.FromSeconds(10));
        await victim.KillAsync();
        Assert.Null((await booking).Status);
        commit.Release();

        // The commit arrives although its sender is dead, and recovery, which stood back till then, follows it.
        await cluster.ConfirmedAsync(key, seat, Soon);
    }

    private async Task SameKeyGivesTheSameBookingAsync(string key, string seat, string protocol)
    {
        var first = await cluster.BookAsync(cluster.Survivor, key, seat, protocol);
        var second = await cluster.BookAsync(cluster.Survivor, key, seat, protocol);
        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(first.Body.GetProperty("reference").GetString(), second.Body.GetProperty("reference").GetString());
        await cluster.ConfirmedAsync(key, seat, Soon);
    }

    private static string NewKey() => Guid.NewGuid().ToString();
}
