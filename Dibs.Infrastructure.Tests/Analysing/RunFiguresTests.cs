using Dibs.Experiments.Analysing;
using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;

namespace Dibs.Infrastructure.Tests.Analysing;

public sealed class RunFiguresTests
{
    [Fact]
    public void RunFigures_KnownRows_AreTheirMeanDeviationAndQuantiles()
    {
        var figures = new RunFigures(Made.Run(Made.Cell()), Made.Rows(10, 20, 30, 40, 50));

        Assert.Equal(30, figures.Mean.Value, 6);
        Assert.Equal(15.811388, figures.Deviation, 5);
        Assert.Equal(30, figures.P50.Value, 6);
        Assert.Equal(48, figures.P95, 6);
        Assert.Equal(50, figures.Max, 6);
        Assert.Equal(0.45, figures.TimeToFill!.Value, 6);
    }

    [Fact]
    public void RunFigures_WarmUp_IsCutFromAllButTheTimeToFill()
    {
        var figures = new RunFigures(Made.Run(Made.Cell(), warmUp: 0.15), Made.Rows(1000, 1000, 30, 40));

        Assert.Equal(2, figures.Requests);
        Assert.Equal(35, figures.Mean.Value, 6);
        Assert.Equal(1.1, figures.TimeToFill!.Value, 6);
    }

    [Fact]
    public void RunFigures_EachOutcome_IsCountedApart()
    {
        var outcomes = Enum.GetValues<Outcome>();
        var rows = outcomes.Select((outcome, i) => Made.Row(i, i / 10.0, 10, outcome)).ToList();

        var figures = new RunFigures(Made.Run(Made.Cell()), rows);

        Assert.All(outcomes, outcome => Assert.Equal(1, figures.Counts[outcome]));
        Assert.Equal(1 / 7.0, figures.SuccessRate, 10);
        Assert.Single(figures.Sold);
    }

    [Fact]
    public void RunFigures_OpenLoop_MeasuresFromWhenTheCustomerCame()
    {
        // Came at 1 s, was sent at 3 s, answered at 3.5 s.
        RequestRow[] rows = [new(0, 0, 1, 3, 3.5, Outcome.Sold, 201, 1, Guid.NewGuid())];

        Assert.Equal(2500, new RunFigures(Made.Run(Made.Cell(open: true)), rows).Mean.Value, 6);
    }

    [Fact]
    public void RunFigures_Fault_RecoveryEndsWithTheLastFailureOrGap()
    {
        // Nothing is sold from 5 s to 9 s, the part is back at 7 s, and one more is refused at 10 s.
        List<RequestRow> rows = [.. Enumerable.Range(0, 50).Select(i => Made.Row(i, i / 10.0, 10))];
        rows.AddRange(Enumerable.Range(90, 110).Select(i => Made.Row(i, i / 10.0, 10)));
        rows.Add(Made.Row(500, 9.9, 100, Outcome.Busy));
        var run = Made.Run(Made.Cell(open: true), faults: [new FaultRecord("kill web1", "web1", 5, 7, null)]);

        var fault = Assert.Single(new RunFigures(run, rows).Faults);

        Assert.Equal(3, fault.Recovery, 6);
        Assert.Equal(4.01, fault.Unavailable, 6);
        Assert.Equal(1, fault.Busy);
    }

    [Fact]
    public void Noise_RepetitionsApart_IsSaid()
    {
        var far = Cell(Made.Rows([.. Enumerable.Range(0, 100).Select(i => 10.0 + (i % 5))]),
            Made.Rows([.. Enumerable.Range(0, 100).Select(i => 30.0 + (i % 5))]));
        var near = Cell(Made.Rows([.. Enumerable.Range(0, 100).Select(i => 10.0 + (i % 5))]),
            Made.Rows([.. Enumerable.Range(0, 100).Select(i => 10.1 + (i % 5))]));

        Assert.Contains("medians", Assert.Single(far.Noise), StringComparison.Ordinal);
        Assert.Empty(near.Noise);
    }

    private static CellFigures Cell(params List<RequestRow>[] runs) =>
        new(Made.Cell(), [.. runs.Select((rows, i) => new RunFigures(Made.Run(Made.Cell(), i + 1, i + 1), rows))]);
}
