using Dibs.Experiments.Soaking;

namespace Dibs.Infrastructure.Tests.Soaking;

/// <summary>What a soak makes of what it saw.</summary>
public sealed class SoakFiguresTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Attempt = Guid.NewGuid();

    [Fact]
    public void Without_OverlappingSpans_CountsEachMomentOnce() =>
        Assert.Equal(
            TimeSpan.FromSeconds(5),
            Seconds(0, 10).Without([Seconds(-2, 1), Seconds(4, 7), Seconds(6, 8), Seconds(20, 30)]));

    [Fact]
    public void Without_NothingAway_IsAllOfIt() => Assert.Equal(TimeSpan.FromSeconds(10), Seconds(0, 10).Without([]));

    [Fact]
    public void DoubtTimes_OwnDatabaseOrDecisionsAway_DoNotCount_AnotherDatabaseDoes()
    {
        var doubt = DoubtTimes.Measure(Record(
            life: Seconds(0, 20),
            outages: [("Payments", Seconds(1, 3)), ("Bookings", Seconds(5, 9)), ("Tickets", Seconds(10, 15))]));

        Assert.Equal(TimeSpan.FromSeconds(14), doubt.Longest);
    }

    [Fact]
    public void DoubtTimes_CoordinatorPaused_CountsInOneFigureOnly()
    {
        var doubt = DoubtTimes.Measure(Record(
            life: Seconds(0, 10),
            faults:
            [
                new("web1", FaultKind.Pause, At(1), At(8), null),
                new("web2", FaultKind.Pause, At(0), At(10), null),
            ]));

        Assert.Equal(TimeSpan.FromSeconds(3), doubt.P99);
        Assert.Equal(TimeSpan.FromSeconds(10), doubt.P99WithPauses);
    }

    [Fact]
    public void DoubtTimes_SeenByOneLookOnly_WasABookingInProgress() =>
        Assert.Equal(0, DoubtTimes.Measure(Record(life: Seconds(0, 1), looks: 1)).Branches);

    [Fact]
    public void RecoveryAborts_CoordinatorKilledAfterItBegan_IsNotLive() =>
        Assert.Equal((1, 0, 0), Sort(Record(faults: [new("web1", FaultKind.Kill, At(1), At(6), null)])));

    [Fact]
    public void RecoveryAborts_AnotherInstanceKilled_IsLive() =>
        Assert.Equal((0, 0, 1), Sort(Record(faults: [new("web2", FaultKind.Kill, At(1), At(6), null)])));

    [Fact]
    public void RecoveryAborts_CoordinatorWasPausedBeforeItBegan_IsLive() =>
        Assert.Equal((0, 0, 1), Sort(Record(faults: [new("web1", FaultKind.Pause, At(-9), At(-1), null)])));

    [Fact]
    public void RecoveryAborts_DatabaseAway_IsCountedApart() =>
        Assert.Equal((0, 1, 0), Sort(Record(outages: [("Tickets", Seconds(1, 2))])));

    [Fact]
    public void RecoveryAborts_NoInstanceEverSaidThatItBegan_CoordinatorWasKilled()
    {
        var record = Record() with { Coordinators = new Dictionary<Guid, Coordinator>() };

        Assert.Equal((1, 0, 0), Sort(record));
    }

    [Fact]
    public async Task Coordinators_ReadFromLogs_SayWhoseAttemptItIs()
    {
        var folder = Directory.CreateTempSubdirectory("dibs-soak-");
        try
        {
            var booking = Guid.NewGuid();
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "web2.log"),
                $"""
                2026-11-23T12:00:00.000Z info: Dibs.Other[1]
                      Something else
                2026-11-23T12:00:05.250Z dbug: Dibs.Domain.Protocols.TwoPhaseCommit.TextbookProtocol[2]
                      Booking {booking}: 2pc-textbook begins attempt {Attempt}
                """);

            var coordinators = await Coordinators.ReadAsync(folder.FullName, CancellationToken.None);

            Assert.Equal(new("web2", At(5.25), booking, "2pc-textbook"), Assert.Single(coordinators).Value);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int Gone, int Away, int Live) Sort(SoakRecord record)
    {
        var sorted = RecoveryAborts.Sort([new(Attempt, "web3", At(5))], record);
        return (sorted.CoordinatorGone, sorted.DatabaseAway, sorted.Live.Count);
    }

    /// <summary>One attempt of web1, begun at 0.</summary>
    private static SoakRecord Record(
        Span? life = null, IReadOnlyList<(string, Span)>? outages = null, IReadOnlyList<Fault>? faults = null,
        int looks = 2) =>
        new(
            faults ?? [],
            [new("Payments", Attempt, life ?? Seconds(0, 5), looks)],
            outages ?? [],
            new Dictionary<Guid, Coordinator> { [Attempt] = new("web1", At(0), Guid.NewGuid(), "2pc") });

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    private static Span Seconds(double from, double until) => new(At(from), At(until));
}
