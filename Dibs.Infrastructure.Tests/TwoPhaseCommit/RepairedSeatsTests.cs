using System.Collections.Concurrent;
using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dibs.Infrastructure.Tests.TwoPhaseCommit;

/// <summary>A coordinator that is gone after its decision told nobody: those who look hear it from recovery.</summary>
[Collection(PostgresServers.Collection)]
public sealed class RepairedSeatsTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task Coordinator_GoneAfterItsDecision_ThoseWhoLookAreToldByRecovery(string protocol)
    {
        await DecidesAndIsGoneAsync(protocol, Booking("C1", "C2"), SeatState.Booked);
    }

    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task Coordinator_GoneAfterItsDecisionToCancel_ThoseWhoLookAreToldByRecovery(string protocol)
    {
        var booking = Booking("D1", "D2") with { Protocol = protocol };
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(protocol, booking));

        await DecidesAndIsGoneAsync(
            protocol, booking with { Change = BookingChange.Cancel(TimeSpan.FromMinutes(30)) }, SeatState.Free);
    }

    private async Task DecidesAndIsGoneAsync(string protocol, BookingRequest booking, SeatState state)
    {
        await using var dying = await StartAsync(
            // Its recovery is not to be the one: it stands for a process that is gone.
            new Dictionary<string, string?> { ["TwoPhaseCommit:RecoveryMinimumAge"] = "00:01:00" },
            services => services.Replace(ServiceDescriptor.Singleton<ICrashPoints, GoneAfterItsDecision>()));
        var told = new ConcurrentQueue<SeatChange>();
        await using var looking = Host.Get<ISeatChangeFeed>().Subscribe(
            Screening,
            changes =>
            {
                foreach (var change in changes) told.Enqueue(change);
            },
            () => { });

        await Assert.ThrowsAsync<InvalidOperationException>(() => dying.Services.GetServices<IBookingProtocol>()
            .Single(one => one.Name == protocol)
            .BookAsync(booking with { Protocol = protocol }, new(TimeProvider.System), CancellationToken.None));

        // Whoever ends a branch tells; as long as that of the seats is not ended, what it reads and tells is what was, with the version
        // that everybody knows. The last to end tells what is.
        await Eventually.TrueAsync("told", TimeSpan.FromSeconds(30), () => Task.FromResult(
            told.Where(change => change.State == state).Select(change => change.Seat).Distinct().Count() == 2));
        await Eventually.TrueAsync("ended", TimeSpan.FromSeconds(30), async () =>
            (await Host.Get<InDoubtResolver>().RunOnceAsync("test", CancellationToken.None)) is { Left: 0, Oldest.Ticks: 0 });
        // Viewers take what has the highest version, and only that.
        Assert.All(
            told.GroupBy(change => change.Seat),
            seat => Assert.All(seat.Where(change => change.Version == seat.Max(one => one.Version)), last => Assert.Equal(state, last.State)));
        await AssertEffectsAsync(booking, there: state == SeatState.Booked);
    }

    private sealed class GoneAfterItsDecision : ICrashPoints
    {
        public ValueTask ReachAsync(string point, Guid bookingId) => point.EndsWith(CrashPoint.Decided, StringComparison.Ordinal)
            ? throw new InvalidOperationException("Gone.")
            : ValueTask.CompletedTask;
    }
}
