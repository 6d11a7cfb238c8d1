using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
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
    [Fact]
    public async Task LastAgentAlive_RecoveryStandsBackAndTheBookingIsWhole()
    {
        var recovery = new RecoveryBeforeDecision(Resolver(TimeSpan.Zero));
        var booking = Booking("A1");

        var outcome = await BookAsync(InstanceWith(recovery), "2pc", booking);

        // Its row is open, so it is alive: nothing is rolled back under its hands.
        Assert.Equal((0, 0, 2), (recovery.Round!.Committed, recovery.Round.RolledBack, recovery.Round.Left));
        Assert.IsType<BookingOutcome.Confirmed>(outcome);
        await AssertEffectsAsync(booking, there: true);
    }

    [Fact]
    public async Task TextbookRecoveredBeforeItsDecision_MustNotCommit()
    {
        var recovery = new RecoveryBeforeDecision(Resolver(TimeSpan.Zero));
        var booking = Booking("B1");

        var outcome = await BookAsync(InstanceWith(recovery), "2pc-textbook", booking);

        // It has no row yet, so recovery's abort is first, and the coordinator finds it there.
        Assert.Equal((0, 3, 0), (recovery.Round!.Committed, recovery.Round.RolledBack, recovery.Round.Left));
        Assert.IsType<BookingOutcome.Rejected>(outcome);
        await AssertEffectsAsync(booking, there: false);
    }

    private ServiceProvider InstanceWith(ICrashPoints crashPoints) =>
        StartInstance(services => services.Replace(ServiceDescriptor.Singleton(crashPoints)));

    private sealed class RecoveryBeforeDecision(InDoubtResolver resolver) : ICrashPoints
    {
        public RecoveryRound? Round { get; private set; }

        public async ValueTask ReachAsync(string point, Guid bookingId)
        {
            if (point == CrashPoint.BeforeDecision) Round = await resolver.RunOnceAsync("test", CancellationToken.None);
        }
    }
}
