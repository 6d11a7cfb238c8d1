using System.Net;
using Dibs.Domain.Protocols;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>Faults 11, 12 and 29: an instance is paused in the middle of a booking, and goes on when others have acted.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class PausedInstanceTests(FaultCluster cluster)
{
    [Fact]
    public async Task PausedBeforeDecision_RecoveryAborts_WokenCoordinatorMustNotCommit() // 11
    {
        await using var victim = await cluster.StartVictimAsync((CrashPoint.BeforeDecision, "stop"));
        var (key, seat) = (Guid.NewGuid().ToString(), cluster.NextSeat());

        var booking = cluster.BookAsync(victim, key, seat);
        await Eventually.TrueAsync("both are prepared", TimeSpan.FromSeconds(10), async () =>
            await cluster.PreparedAsync() == 2);
        // The bookings database ends the session that idles for 10 s; then recovery's abort goes in.
        await Eventually.TrueAsync("recovery aborted", TimeSpan.FromSeconds(20), async () =>
            await cluster.PreparedAsync() == 0);
        await victim.ResumeAsync();

        var answer = await booking;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        await cluster.AbortedAsync(key, seat, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task PausedAfterDecision_RecoveryCommits_WokenCoordinatorConfirms() // 12
    {
        await using var victim = await cluster.StartVictimAsync((CrashPoint.Decided, "stop"));
        var (key, seat) = (Guid.NewGuid().ToString(), cluster.NextSeat());

        var booking = cluster.BookAsync(victim, key, seat);
        await cluster.ConfirmedAsync(key, seat, TimeSpan.FromSeconds(10));
        await victim.ResumeAsync();

        Assert.Equal(HttpStatusCode.Created, (await booking).Status);
        await cluster.ConfirmedAsync(key, seat, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task SeatInDoubt_OtherCustomerIsToldToTryAgain() // 29
    {
        await using var victim = await cluster.StartVictimAsync((CrashPoint.BeforeDecision, "pause 8"));
        await cluster.Survivor.PauseAsync();
        try
        {
            var seat = cluster.NextSeat();
            var (first, second) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
            var inDoubt = cluster.BookAsync(victim, first, seat, "2pc-textbook");
            await Eventually.TrueAsync("three branches prepared", TimeSpan.FromSeconds(30), async () =>
                await cluster.PreparedAsync() == 3);

            var answer = await cluster.BookAsync(victim, second, seat);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Equal("busy", answer.Body.GetProperty("code").GetString());
            await inDoubt;
        }
        finally
        {
            await cluster.Survivor.ResumeAsync();
        }

        await Eventually.TrueAsync("nothing prepared", TimeSpan.FromSeconds(5), async () => await cluster.PreparedAsync() == 0);
    }
}
