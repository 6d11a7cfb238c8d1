using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Faults 56 and 59 of docs/faults.md: the bookings database is away, and others want the saga's seat.</summary>
[Collection(MoreFaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class SagaDatabaseFaultTests(FaultCluster cluster) : SagaFaultTests(cluster)
{
    [Fact]
    public async Task BookingsDownWhenAReplyComes_ConfirmedWhenItIsBack() // 56
    {
        var (key, seat) = (NewKey(), Cluster.NextSeat());
        // The company takes 3 s, in which the database goes.
        var booking = BookAsync(Cluster.Survivor, key, seat, TestCard.AnswersSlowly);
        await Eventually.TrueAsync("it has begun", Eventual, async () => await PhaseAsync(key) == "paying");
        await Cluster.B.KillAsync();
        try
        {
            await Eventually.TrueAsync("its reply could not be taken", Eventual, () =>
                Task.FromResult(Cluster.Survivor.Log.Contains(
                    $"{BookingId.FromKey(key)}: the reply of TakePayment could not be taken", StringComparison.Ordinal)));
        }
        finally
        {
            await Cluster.B.StartAsync();
        }

        Assert.False((await booking).IsRejected);
        await ConfirmedAsync(key, seat);
    }

    [Theory]
    [InlineData("saga", "saga.commanded-paying", true)]
    [InlineData("saga", "saga.moving-done", true)]
    [InlineData("2pc", "2pc.before-decision", false)]
    [InlineData("2pc-textbook", "2pc.decided", true)]
    public async Task OneSeatByBothProtocols_FirstOneKilled_OneOwner(string killed, string point, bool firstWins) // 59
    {
        await using var victim = await StartLoneVictimAsync(($"CrashPoints__{point}", "kill"));
        var (first, second, seat) = (NewKey(), NewKey(), Cluster.NextSeat());
        await Eventually.TrueAsync("killed", Eventual, async () =>
        {
            await Cluster.BookAsync(victim, first, seat, killed);
            return victim.HasExited;
        });
        Broker.Gate.Open();

        // Until the seat is one's or the other's, the second customer hears "busy" and tries again.
        Answer? answer = null;
        await Eventually.TrueAsync("the second is told", Eventual, async () =>
        {
            answer = await Cluster.BookAsync(Cluster.Survivor, second, seat, killed == "saga" ? "2pc" : "saga");
            return answer.IsConfirmed || answer.IsRejected;
        });

        Assert.Equal(firstWins, answer!.IsRejected);
        await Cluster.ConfirmedAsync(firstWins ? first : second, seat, Eventual);
        var loser = firstWins ? second : first;
        Assert.NotEqual("confirmed", await StatusAsync(loser));
        Assert.Equal(0, await CountAsync(Cluster.P, "payments", "payments", "true", BookingId.FromKey(loser)));
        Assert.Equal(0, await CountAsync(Cluster.T, "tickets", "tickets", "true", BookingId.FromKey(loser)));
    }

    [Fact]
    public async Task OneSeatByAllProtocolsAtOnce_OneOwner() // 59
    {
        for (var round = 0; round < 10; round++)
        {
            var seat = Cluster.NextSeat();
            string[] protocols = ["saga", "2pc", "saga", "2pc-textbook"];
            var answers = await Task.WhenAll(protocols.Select(protocol =>
                Cluster.BookAsync(Cluster.Survivor, NewKey(), seat, protocol)));

            var winner = Assert.Single(answers, answer => answer.IsConfirmed);
            await Cluster.ConfirmedAsync(winner.Key, seat, Eventual);
            foreach (var loser in answers.Except([winner]))
            {
                Assert.NotNull(loser.Status);
                Assert.Equal(0, await CountAsync(Cluster.P, "payments", "payments", "state = 'paid'", BookingId.FromKey(loser.Key)));
            }
        }
    }
}
