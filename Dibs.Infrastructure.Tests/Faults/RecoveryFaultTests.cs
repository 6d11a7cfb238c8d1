using System.Net;
using Dibs.Domain.Protocols;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Faults 24 to 26, 28, 30 and 31: recovery itself is killed, repeated, or has much to do.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class RecoveryFaultTests(FaultCluster cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task ThreeRecoverersOnOneBranch_OneWorksOthersStandBack() // 24
    {
        var (key, seat) = Booking();
        await LeavePreparedAsync(key, seat, CrashPoint.BeforeDecision);
        await using var second = await cluster.StartInstanceAsync("second", proxied: false);
        await using var third = await cluster.StartInstanceAsync("third", proxied: false);
        await cluster.Survivor.ResumeAsync();

        await cluster.AbortedAsync(key, seat, Soon);
        Assert.DoesNotContain("Recovery cannot", second.Log + third.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CrashPoint.RecoveryResolved, CrashPoint.BeforeDecision, false)] // 25
    [InlineData(CrashPoint.RecoveryBetweenBranches, CrashPoint.Decided, true)] // 26
    public Task RecovererKilled_NextOneFinishes(string recovererDiesAt, string coordinatorDiesAt, bool committed) =>
        NextOneFinishesAsync(recovererDiesAt, coordinatorDiesAt, committed);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(CrashPoint.RecoveryBetweenBranches, CrashPoint.BeforeDecision, false)]
    [InlineData(CrashPoint.RecoveryResolved, CrashPoint.Decided, true)]
    public Task RecovererKilledOtherwise_NextOneFinishes(string recovererDiesAt, string coordinatorDiesAt, bool committed) =>
        NextOneFinishesAsync(recovererDiesAt, coordinatorDiesAt, committed);

    private async Task NextOneFinishesAsync(string recovererDiesAt, string coordinatorDiesAt, bool committed)
    {
        var (key, seat) = Booking();
        await LeavePreparedAsync(key, seat, coordinatorDiesAt);
        // The databases' branches are ended apart: that of the tickets is not to be ended before the recoverer dies over that
        // of the payment.
        cluster.T.Proxy.On(committed ? "COMMIT PREPARED" : "ROLLBACK PREPARED", ProxyAction.CutBefore);
        await using (var recoverer = await cluster.StartVictimAsync((recovererDiesAt, "kill")))
            await recoverer.ExitedAsync(TimeSpan.FromSeconds(60));
        cluster.T.Proxy.LeaveAlone();
        Assert.True(await cluster.PreparedAsync() > 0);
        await cluster.Survivor.ResumeAsync();

        if (committed) await cluster.ConfirmedAsync(key, seat, Soon);
        else await cluster.AbortedAsync(key, seat, Soon);
    }

    [Fact]
    public async Task PreparedTransactionsExhausted_RefusedAsBusyWithAlarm() // 28
    {
        var slots = await cluster.T.QueryAsync<int>("postgres", "select current_setting('max_prepared_transactions')::int");
        for (var slot = 0; slot < slots; slot++)
            await cluster.T.QueryAsync<object>("postgres", $"begin; select 1; prepare transaction 'stranger-{slot}'");
        try
        {
            var (key, seat) = Booking();
            var answer = await cluster.BookAsync(cluster.Survivor, key, seat);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Contains("Alarm prepared-transactions", cluster.Survivor.Log, StringComparison.Ordinal);
            await cluster.AbortedAsync(key, seat, Soon);
        }
        finally
        {
            for (var slot = 0; slot < slots; slot++)
                await cluster.T.QueryAsync<object>("postgres", $"rollback prepared 'stranger-{slot}'");
        }
    }

    [Fact]
    public async Task PreparedTransactionsOfOthers_AreLeftAlone() // 30
    {
        var ours = await cluster.B.QueryAsync<Guid>("bookings", "select id from deployment");
        Guid[] attempts = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        (string Database, string Role, string Gid)[] others =
        [
            ("tickets", "dibs", $"dibs:{Guid.NewGuid():N}:{attempts[0]:N}:t"), // another deployment
            ("postgres", "dibs", $"dibs:{ours:N}:{attempts[1]:N}:t"), // another database
            ("tickets", "stranger", $"dibs:{ours:N}:{attempts[2]:N}:t"), // another role
            ("tickets", "dibs", "dibs:not-a-gid"),
            ("tickets", "dibs", "somebody else's"),
        ];
        await cluster.T.QueryAsync<object>("postgres", "create role stranger");
        foreach (var (database, role, gid) in others)
            await cluster.T.QueryAsync<object>(database, $"set role {role}; begin; select 1; {Prepare(gid)}");
        try
        {
            // Younger ones of ours: the round that ends the first sees the others, and is over when the second is seen.
            for (var round = 0; round < 2; round++)
            {
                await cluster.P.QueryAsync<object>(
                    "payments", $"begin; select 1; {Prepare($"dibs:{ours:N}:{Guid.NewGuid():N}:p")}");
                await Eventually.TrueAsync("ours is ended", Soon, async () =>
                    await cluster.P.QueryAsync<long>("postgres", "select count(*) from pg_prepared_xacts") == 0);
            }

            Assert.Equal(others.Select(other => other.Gid).Order(StringComparer.Ordinal), await StrangersAsync());
            Assert.Equal(0, await cluster.B.QueryAsync<long>(
                "bookings", "select count(*) from tx_decision where attempt = any($1)", attempts));
        }
        finally
        {
            var left = await StrangersAsync();
            foreach (var (database, _, gid) in others.Where(other => left.Contains(other.Gid)))
                await cluster.T.QueryAsync<object>(database, $"rollback prepared {Literal(gid)}");
            await cluster.T.QueryAsync<object>("postgres", "drop role stranger");
        }

        static string Prepare(string gid) => $"prepare transaction {Literal(gid)}";

        static string Literal(string gid) => $"'{gid.Replace("'", "''", StringComparison.Ordinal)}'";

        async Task<string[]> StrangersAsync() => await cluster.T.QueryAsync<string[]>(
            "postgres", "select array_agg(gid order by gid collate \"C\") from pg_prepared_xacts") ?? [];
    }

    [Fact]
    public async Task EverythingKilledAtOnce_EveryAnswerHolds() // 31
    {
        await using var victim = await cluster.StartVictimAsync((CrashPoint.BeforeDecision, "pause 0.2"));
        var bookings = Enumerable.Range(0, 30)
            .Select(number => (Key: Guid.NewGuid().ToString(), Seat: cluster.NextSeat(), Protocol: number % 2 == 0 ? "2pc" : "2pc-textbook"))
            .ToList();
        var running = bookings.Select(booking => cluster.BookAsync(victim, booking.Key, booking.Seat, booking.Protocol)).ToList();
        await Eventually.TrueAsync("bookings are in the middle", TimeSpan.FromSeconds(10), async () => await cluster.PreparedAsync() > 4);

        await Task.WhenAll(victim.KillAsync(), cluster.B.KillAsync(), cluster.P.KillAsync(), cluster.T.KillAsync());
        var answers = await Task.WhenAll(running);
        await cluster.T.StartAsync();
        await cluster.B.StartAsync();
        await cluster.P.StartAsync();

        await Eventually.TrueAsync("nothing is prepared", TimeSpan.FromSeconds(10), async () => await cluster.PreparedAsync() == 0);
        foreach (var (answer, booking) in answers.Zip(bookings))
        {
            if (answer.IsConfirmed) await cluster.ConfirmedAsync(booking.Key, booking.Seat, Soon);
            else await cluster.AllOrNothingAsync(booking.Key, booking.Seat);
        }
    }

    /// <summary>A coordinator dies at the point while nobody recovers: the survivor is paused, for the test to resume.</summary>
    private async Task LeavePreparedAsync(string key, string seat, string diesAt)
    {
        await using var coordinator = await cluster.StartVictimAsync((diesAt, "kill"));
        await cluster.Survivor.PauseAsync();
        try
        {
            Assert.Null((await cluster.BookAsync(coordinator, key, seat)).Status);
            Assert.True(await cluster.PreparedAsync() >= 2);
        }
        catch
        {
            await cluster.Survivor.ResumeAsync();
            throw;
        }
    }

    private (string Key, string Seat) Booking() => (Guid.NewGuid().ToString(), cluster.NextSeat());
}
