using System.Net;
using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>An instance is killed in the middle of a swap of seats; whoever is left brings it to its end, or leaves the old seats.</summary>
[Collection(MoreFaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class SwapFaultTests(FaultCluster cluster) : SagaFaultTests(cluster)
{
    [Fact]
    public Task KilledBeforeDecision_KeepsTheOldSeats() => KilledBeforeDecisionAsync("2pc", "swap.2pc.before-decision");

    [Fact]
    [Trait("Category", "Long")]
    public Task KilledBeforeDecision_KeepsTheOldSeats_Textbook() => KilledBeforeDecisionAsync("2pc-textbook", "swap.2pc.before-decision");

    [Theory]
    [InlineData("2pc", "swap.2pc.decided")]
    [InlineData("2pc-textbook", "swap.2pc.committed-seats")]
    public Task KilledAfterDecision_HasTheNewSeats(string protocol, string point) => KilledAfterDecisionAsync(protocol, point);

    [Fact]
    [Trait("Category", "Long")]
    public Task KilledBetweenBranches_HasTheNewSeats() => KilledAfterDecisionAsync("2pc", "swap.2pc.committed-payments");

    private async Task KilledBeforeDecisionAsync(string protocol, string point)
    {
        var (key, from, to) = await BookedAsync(protocol);
        await using var victim = await Cluster.StartVictimAsync((point, "kill"));

        Assert.Null(await victim.SwapAsync(ReferenceOf(key), to));

        await Cluster.ConfirmedAsync(key, from, Eventual);
        // The customer's second try, on another instance.
        await Eventually.TrueAsync("swapped by the survivor", Eventual, async () =>
            await Cluster.Survivor.SwapAsync(ReferenceOf(key), to) == HttpStatusCode.OK);
        await SwappedAsync(key, from, to);
    }

    private async Task KilledAfterDecisionAsync(string protocol, string point)
    {
        var (key, from, to) = await BookedAsync(protocol);
        // The other branch waits, so that it is certain which one is ended when the process dies.
        await using var victim = await Cluster.StartVictimAsync(
            (point, "kill"), (CrashPoint.Of(ChangeKind.Swap, CrashPoint.BeforeCommitPrepared("tickets")), "pause 60"));

        Assert.Null(await victim.SwapAsync(ReferenceOf(key), to));

        await SwappedAsync(key, from, to);
        Assert.Equal(HttpStatusCode.OK, await Cluster.Survivor.SwapAsync(ReferenceOf(key), to));
        await SwappedAsync(key, from, to);
    }

    [Theory]
    [InlineData("saga.moved-reissuing")]
    [InlineData("saga.committed-tickets")]
    [InlineData("saga.moving-swapped")]
    public Task SagaKilled_HasTheNewSeats(string point) => SagaKilledAsync(point);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("saga.commanded-reissuing")]
    [InlineData("saga.committing-tickets")]
    [InlineData("saga.moved-rebating")]
    [InlineData("saga.committed-payments")]
    [InlineData("saga.moved-swapped")]
    public Task SagaKilledElsewhere_HasTheNewSeats(string point) => SagaKilledAsync(point);

    private async Task SagaKilledAsync(string point)
    {
        var (key, from, to) = await BookedAsync("saga");
        await using var victim = await StartLoneVictimAsync(($"CrashPoints__{point}", "kill"));

        Assert.Null(await victim.SwapAsync(ReferenceOf(key), to));
        await victim.ExitedAsync(Eventual);
        Broker.Gate.Open();

        await SwappedAsync(key, from, to);
        Assert.Equal("swapped", await PhaseAsync(key));
    }

    private async Task<(string Key, string From, string To)> BookedAsync(string protocol)
    {
        var (key, seat) = (NewKey(), Cluster.NextSeat());
        await Eventually.TrueAsync("booked", Eventual, async () =>
            (await Cluster.BookAsync(Cluster.Survivor, key, seat, protocol)).IsConfirmed);
        await Cluster.ConfirmedAsync(key, seat, Eventual);
        return (key, seat, Cluster.NextSeat());
    }

    private static string ReferenceOf(string key) => BookingId.ReferenceOf(BookingId.FromKey(key));

    /// <summary>The new seat in all three databases, the old one free, one ticket of each void and issued, nothing prepared.</summary>
    private Task SwappedAsync(string key, string from, string to)
    {
        var id = BookingId.FromKey(key);
        return Eventually.TrueAsync(
            $"booking {key} swapped", Eventual,
            async () => await Cluster.B.QueryAsync<long>(
                    "bookings", "select count(*) from bookings where id = $1 and status = 'confirmed' and seats = array[$2]::text[] and request is null",
                    id, to) == 1
                && await ClaimAsync(from, "free") && await ClaimAsync(to, "booked")
                && await CountAsync(Cluster.T, "tickets", "tickets", $"state = 'issued' and seat = '{to}'", id) == 1
                && await CountAsync(Cluster.T, "tickets", "tickets", "state = 'issued'", id) == 1
                && await CountAsync(Cluster.T, "tickets", "tickets", $"state = 'void' and seat = '{from}'", id) == 1
                && await CountAsync(Cluster.P, "payments", "payments", "state = 'paid'", id) == 1
                && await Cluster.PreparedAsync() == 0,
            () => Cluster.Survivor.LastLines);
    }

    private async Task<bool> ClaimAsync(string seat, string state) => await Cluster.B.QueryAsync<long>(
        "bookings", "select count(*) from claims where screening_id = $1 and seat = $2 and state = $3", Cluster.Screening, seat, state) == 1;
}
