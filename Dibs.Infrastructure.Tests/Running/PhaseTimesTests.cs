using Dibs.Experiments.Running;

namespace Dibs.Infrastructure.Tests.Running;

public sealed class PhaseTimesTests
{
    private static readonly Guid Booking = Guid.NewGuid();

    [Fact]
    public void Measure_TwoPhaseCommit_CountsWhatIsParallelOnce()
    {
        var phases = PhaseTimes.Measure(
        [
            Line(10, "seats", "claimed", 10), Line(30, "payments", "prepared", 20), Line(25, "tickets", "prepared", 15),
            Line(34, "2pc", "decided: commit", 4), Line(40, "payments", "committed", 6),
                Line(39, "tickets", "committed", 5),
        ]);

        Assert.Equal(10, phases.Milliseconds["seats"], 6);
        Assert.Equal(20, phases.Milliseconds["payment"], 6);
        Assert.Equal(0, phases.Milliseconds["tickets"], 6);
        Assert.Equal(4, phases.Milliseconds["decision"], 6);
        Assert.Equal(6, phases.Milliseconds["phase two"], 6);
        Assert.Equal(0.25, phases.CoordinationShare!.Value, 6);
    }

    [Fact]
    public void Measure_Saga_CountsWaitsForMessagesAsCoordination()
    {
        var phases = PhaseTimes.Measure(
        [
            Line(10, "seats", "held", 10), Line(13, "saga", "asked to take the payment", 3),
                Line(25, "payments", "applied", 10),
            Line(30, "saga", "ticketing", 2),
        ]);

        Assert.Equal(3, phases.Milliseconds["messages"], 6);
        Assert.Equal(2, phases.Milliseconds["decision"], 6);
        Assert.Equal(5, phases.Milliseconds["waiting"], 6);
        Assert.Equal(1 - (20 / 30.0), phases.CoordinationShare!.Value, 6);
    }

    [Fact]
    public void Measure_NoTimelines_HasNoShare() => Assert.Null(PhaseTimes.Measure([]).CoordinationShare);

    private static TimelineLine Line(double end, string step, string what, double took) =>
        new(Booking, end, step, what, took);
}
