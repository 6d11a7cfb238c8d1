using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dibs.Infrastructure.Tests.TwoPhaseCommit;

/// <summary>
/// Recovery comes between a living coordinator's promises and its decision. The two meet at the decision row, and only
/// there: one of them has to give way.
/// </summary>
[Collection(PostgresServers.Collection)]
public sealed class LiveCoordinatorTests(FreshDatabases databases) : ProtocolTests(databases)
{
    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task CoordinatorAlive_RecoveryStandsBackAndTheBookingIsWhole(string protocol)
    {
        var recovery = new RecoveryBeforeDecision(Resolver(TimeSpan.Zero));
        var booking = Booking("A1");

        var outcome = await BookAsync(InstanceWith(recovery), protocol, booking);

        // Its row is open, so it is alive: nothing is rolled back under its hands.
        Assert.Equal((0, 0), (recovery.Round!.Committed, recovery.Round.RolledBack));
        Assert.True(recovery.Round.Left >= 2);
        Assert.IsType<BookingOutcome.Confirmed>(outcome);
        await AssertEffectsAsync(booking, there: true);
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task CoordinatorCutOff_RecoveryAborts_MustNotCommit(string protocol)
    {
        var bookings = Services.GetRequiredService<DataSources>().Bookings;
        var recovery = new RecoveryBeforeDecision(Resolver(TimeSpan.Zero), async () =>
        {
            await using var end = bookings.CreateCommand(
                """
                select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
                where datname = current_database() and state = 'idle in transaction'
                """);
            Assert.True(await end.ExecuteScalarAsync() is > 0L);
        });
        var booking = Booking("B1");

        var outcome = await BookAsync(InstanceWith(recovery), protocol, booking);

        // Its row went with its session, so recovery's abort is first, and the coordinator finds it there.
        Assert.Equal(0, recovery.Round!.Committed);
        Assert.True(recovery.Round.RolledBack >= 2);
        Assert.IsType<BookingOutcome.Rejected>(outcome);
        await AssertEffectsAsync(booking, there: false);
    }

    [Fact]
    public async Task OpenDecision_DisposedAgain_LeavesTheNextOneOfItsConnectionAlone()
    {
        var log = Services.GetRequiredService<IDecisionLog>();
        var attempt = Guid.NewGuid();
        var first = await log.OpenAsync(Guid.NewGuid(), Guid.NewGuid(), CancellationToken.None);
        await first.DisposeAsync();
        await using var second = await log.OpenAsync(attempt, Guid.NewGuid(), CancellationToken.None);

        await first.DisposeAsync();
        await second.CommitAsync(CancellationToken.None);

        Assert.Equal(Decision.Commit, await log.ResolveAsync(attempt, "test", CancellationToken.None));
    }

    private ServiceProvider InstanceWith(ICrashPoints crashPoints) =>
        StartInstance(services => services.Replace(ServiceDescriptor.Singleton(crashPoints)));

    private sealed class RecoveryBeforeDecision(InDoubtResolver resolver, Func<Task>? before = null) : ICrashPoints
    {
        public RecoveryRound? Round { get; private set; }

        public async ValueTask ReachAsync(string point, Guid bookingId)
        {
            if (point != CrashPoint.BeforeDecision) return;
            if (before is not null) await before();
            Round = await resolver.RunOnceAsync("test", CancellationToken.None);
        }
    }
}
