using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Bookings;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Faults 43 to 47 of docs/faults.md: steps are late or refuse, and what was done is taken back.</summary>
[Collection(MoreFaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class SagaCompensationTests(FaultCluster cluster) : SagaFaultTests(cluster)
{
    private static readonly (string, string) Impatient = ("Saga__StepTimeout", "00:00:01");

    [Fact]
    public async Task PaymentIsLate_CompensationOvertakesIt_PaymentIsRefusedWhenItComes() // 43
    {
        // The company has the authorisation at once and answers after 3 s; the saga turns back after 1 s.
        await using var victim = await StartLoneVictimAsync(Impatient);
        var (key, seat) = (NewKey(), Cluster.NextSeat());

        var answer = await BookAsync(victim, key, seat, TestCard.AnswersSlowly);
        Assert.False(answer.IsConfirmed);
        await CancelledAsync(key, seat);
        var version = await VersionAsync(key);

        await Eventually.TrueAsync("the late payment came", Eventual, async () => await ToldAsync(key, "payments", "refused") > 0);
        await CancelledAsync(key, seat);
        Assert.Equal(version, await VersionAsync(key));
        Assert.Equal(0, await CountAsync(Cluster.P, "payments", "payments", "true", BookingId.FromKey(key)));
    }

    [Fact]
    public async Task PaymentRefused_SameCommandWhenThereIsMoney_IsRefusedAgain() // 44
    {
        var (key, seat) = (NewKey(), Cluster.NextSeat());
        // The request goes with the pending booking: it is read while the saga is at work.
        await using var victim = await StartLoneVictimAsync(("CrashPoints__saga.moving-cancelled", "pause 1"));
        var booking = BookAsync(victim, key, seat, TestCard.Declined);
        string? request = null;
        await Eventually.TrueAsync("there is a request", Eventual, async () =>
            (request = await Cluster.B.QueryAsync<string>(
                "bookings", "select request::text from bookings where id = $1", BookingId.FromKey(key))) is not null);
        Assert.True((await booking).IsRejected);
        await CancelledAsync(key, seat);
        Broker.Gate.Open();

        var funded = BookingRequestJson.Read(request!) with { CardToken = TestCard.TokenOf(TestCard.Pays)! };
        await Broker.SendAsync(SagaCommand.For(funded, Step.TakePayment, StepAction.Apply));

        await Eventually.TrueAsync("refused twice", Eventual, async () => await ToldAsync(key, "payments", "refused") == 2);
        await CancelledAsync(key, seat);
        Assert.Equal(0, await CountAsync(Cluster.P, "payments", "payments", "true", BookingId.FromKey(key)));
    }

    [Fact]
    public async Task TicketsWereIssuedButTheReplyIsLate_AllIsTakenBack_ReplyIsIgnored() // 45, 46
    {
        await using var victim = await StartLoneVictimAsync(Impatient, ("CrashPoints__saga.committed-tickets", "pause 4 x1"));
        var (key, seat) = (NewKey(), Cluster.NextSeat());

        var answer = await BookAsync(victim, key, seat);
        Assert.False(answer.IsConfirmed);
        await CancelledAsync(key, seat);
        Assert.Equal(1, await CountAsync(Cluster.T, "tickets", "tickets", "state = 'void'", BookingId.FromKey(key)));
        Assert.Equal(1, await CountAsync(Cluster.P, "payments", "payments", "state = 'refunded'", BookingId.FromKey(key)));
        Assert.Equal(0, await ToldAsync(key, "tickets", "applied"));
        var version = await VersionAsync(key);

        await Eventually.TrueAsync("the late reply was sent", Eventual, async () => await ToldAsync(key, "tickets", "applied") == 1);
        await CancelledAsync(key, seat);
        Assert.Equal(version, await VersionAsync(key));
    }

    [Fact]
    public async Task PaymentsDownWhileRefunding_TriedOnWithAlarm_CancelledInTheEnd() // 47
    {
        await using var victim = await StartLoneVictimAsync(
            ("CrashPoints__saga.moved-refunding", "kill"), ("Tickets__FailureRate", "1"));
        var (key, seat) = (NewKey(), Cluster.NextSeat());
        Assert.Null((await BookAsync(victim, key, seat)).Status);
        await victim.ExitedAsync(Eventual);
        await Cluster.P.KillAsync();
        try
        {
            Broker.Gate.Open();

            // Three attempts are an alarm here instead of ten. There is no last one.
            await Eventually.TrueAsync("the alarm is raised", Eventual, async () =>
                (await Cluster.Survivor.AlarmsAsync()).ContainsKey("saga"));
            await Eventually.TrueAsync("tried on", Eventual, async () => await AttemptsAsync(key) >= 6);
            Assert.Equal(("refunding", "pending"), (await PhaseAsync(key), await StatusAsync(key)));
        }
        finally
        {
            await Cluster.P.StartAsync();
        }

        await CancelledAsync(key, seat);
        await Eventually.TrueAsync("the alarm is over", Eventual, async () =>
            !(await Cluster.Survivor.AlarmsAsync()).ContainsKey("saga"));
    }

    private Task<int> AttemptsAsync(string key) =>
        Cluster.B.QueryAsync<int>("bookings", "select attempts from sagas where booking_id = $1", BookingId.FromKey(key));
}
