using System.Net;
using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>An instance is killed in the middle of a cancellation; whoever is left brings it to its end, and gives the money back once.</summary>
[Collection(MoreFaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class CancelFaultTests(FaultCluster cluster) : SagaFaultTests(cluster)
{
    [Fact]
    public Task KilledBeforeDecision_StaysConfirmed() => KilledBeforeDecisionAsync("2pc", "cancel.2pc.before-decision");

    [Fact]
    [Trait("Category", "Long")]
    public Task KilledBeforeDecision_StaysConfirmed_Textbook() => KilledBeforeDecisionAsync("2pc-textbook", "cancel.2pc.before-decision");

    [Theory]
    [InlineData("2pc", "cancel.2pc.decided")]
    [InlineData("2pc-textbook", "cancel.2pc.committed-seats")]
    public Task KilledAfterDecision_IsCancelled(string protocol, string point) => KilledAfterDecisionAsync(protocol, point);

    [Fact]
    [Trait("Category", "Long")]
    public Task KilledBetweenBranches_IsCancelled() => KilledAfterDecisionAsync("2pc", "cancel.2pc.committed-payments");

    private async Task KilledBeforeDecisionAsync(string protocol, string point)
    {
        var (key, seat) = await BookedAsync(protocol);
        await using var victim = await Cluster.StartVictimAsync((point, "kill"));

        Assert.Null(await CancelAsync(victim, key));

        await Cluster.ConfirmedAsync(key, seat, Eventual);
        // The customer's second try, on another instance.
        await CancelledBySurvivorAsync(key);
        await UndoneAsync(key, seat);
    }

    private async Task KilledAfterDecisionAsync(string protocol, string point)
    {
        var (key, seat) = await BookedAsync(protocol);
        // The other branch waits, so that it is certain which one is ended when the process dies.
        await using var victim = await Cluster.StartVictimAsync(
            (point, "kill"), (CrashPoint.Of(ChangeKind.Cancel, CrashPoint.BeforeCommitPrepared("tickets")), "pause 60"));

        Assert.Null(await CancelAsync(victim, key));

        await UndoneAsync(key, seat);
        await CancelledBySurvivorAsync(key);
        await UndoneAsync(key, seat);
    }

    [Theory]
    [InlineData("saga.moved-revoking")]
    [InlineData("saga.committed-tickets")]
    [InlineData("saga.moved-returning")]
    [InlineData("saga.moving-withdrawn")]
    public Task SagaKilled_IsCancelled(string point) => SagaKilledAsync(point);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("saga.commanded-revoking")]
    [InlineData("saga.committing-tickets")]
    [InlineData("saga.moving-returning")]
    [InlineData("saga.committed-payments")]
    [InlineData("saga.moved-withdrawn")]
    public Task SagaKilledElsewhere_IsCancelled(string point) => SagaKilledAsync(point);

    [Fact]
    public async Task KilledAfterTheRefund_GivesBackOnce()
    {
        var (key, seat) = await BookedAsync("2pc");
        // The survivor would be as quick: it is halted until the victim has given the money back.
        await using var victim = await Cluster.StartVictimAsync((CrashPoint.RefundMade, "kill"));
        await Cluster.Survivor.PauseAsync();
        try
        {
            await CancelAsync(victim, key);
            await victim.ExitedAsync(Eventual);
        }
        finally
        {
            await Cluster.Survivor.ResumeAsync();
        }

        Assert.Equal(1, await CountAsync(Cluster.P, "provider", "authorisations", "refunded = amount", BookingId.FromKey(key)));
        await UndoneAsync(key, seat);
    }

    private async Task SagaKilledAsync(string point)
    {
        var (key, seat) = await BookedAsync("saga");
        await using var victim = await StartLoneVictimAsync(($"CrashPoints__{point}", "kill"));

        Assert.Null(await CancelAsync(victim, key));
        await victim.ExitedAsync(Eventual);
        Broker.Gate.Open();

        await UndoneAsync(key, seat);
        Assert.Equal("withdrawn", await PhaseAsync(key));
    }

    private async Task<(string Key, string Seat)> BookedAsync(string protocol)
    {
        var (key, seat) = (NewKey(), Cluster.NextSeat());
        await Eventually.TrueAsync("booked", Eventual, async () =>
            (await Cluster.BookAsync(Cluster.Survivor, key, seat, protocol)).IsConfirmed);
        await Cluster.ConfirmedAsync(key, seat, Eventual);
        await Eventually.TrueAsync("captured", Eventual, async () => await CapturedAsync(key) == 1);
        return (key, seat);
    }

    private static Task<HttpStatusCode?> CancelAsync(FaultInstance instance, string key) =>
        instance.CancelAsync(BookingId.ReferenceOf(BookingId.FromKey(key)));

    /// <summary>Tried until it is done: a branch that the victim left may be in the way for a moment.</summary>
    private Task CancelledBySurvivorAsync(string key) => Eventually.TrueAsync("cancelled by the survivor", Eventual, async () =>
        await CancelAsync(Cluster.Survivor, key) == HttpStatusCode.OK);

    /// <summary>All three effects are undone, the seat is free, nothing is prepared, and the money went back once.</summary>
    private async Task UndoneAsync(string key, string seat)
    {
        var id = BookingId.FromKey(key);
        await Eventually.TrueAsync(
            $"booking {key} cancelled", Eventual,
            async () => await StatusAsync(key) == "cancelled"
                && await Cluster.B.QueryAsync<long>(
                    "bookings", "select count(*) from claims where screening_id = $1 and seat = $2 and state = 'free'",
                    Cluster.Screening, seat) == 1
                && await CountAsync(Cluster.P, "payments", "payments", "state = 'refunded' and returned_at is not null", id) == 1
                && await CountAsync(Cluster.T, "tickets", "tickets", "state = 'void'", id) == 1
                && await CountAsync(Cluster.P, "provider", "authorisations", "state = 'captured' and refunded = amount", id) == 1
                && await Cluster.PreparedAsync() == 0,
            () => Cluster.Survivor.LastLines);
        Assert.Equal(1, await Cluster.P.QueryAsync<long>(
            "provider", "select count(*) from refunds join authorisations using (payment_key) where booking_id = $1", id));
    }

    private Task<long> CapturedAsync(string key) =>
        CountAsync(Cluster.P, "provider", "authorisations", "state = 'captured'", BookingId.FromKey(key));
}
