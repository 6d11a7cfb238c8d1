using Dibs.Experiments.Planning;

namespace Dibs.Infrastructure.Tests.Planning;

public sealed class ExperimentPlanTests
{
    private static readonly ExperimentConfig Thesis = ConfigReader.Read(Presets.Find("thesis")!, "thesis");

    [Fact]
    public void Make_SameSeed_SameRunsInTheSameOrder() =>
        Assert.Equal(ExperimentPlan.Make(Thesis).Select(run => run.Id), ExperimentPlan.Make(Thesis)
            .Select(run => run.Id));

    [Fact]
    public void Make_OtherSeed_OtherOrder() =>
        Assert.NotEqual(ExperimentPlan.Make(Thesis).Select(run => run.Id),
            ExperimentPlan.Make(Thesis with { Seed = 2 }).Select(run => run.Id));

    [Fact]
    public void Make_Thesis_EveryCellInEveryRepetitionAndNotAlwaysInTheSameOrder()
    {
        var repetitions = ExperimentPlan.Make(Thesis).GroupBy(run => run.Repetition).ToList();

        Assert.Equal(5, repetitions.Count);
        Assert.All(repetitions, runs => Assert.Equal(12, runs.Select(run => (run.Cell.Protocol, run.Cell.Clients))
            .Distinct().Count()));
        Assert.True(repetitions.Select(runs => string.Join(' ',
            runs.Select(run => $"{run.Cell.Protocol}{run.Cell.Clients}"))).Distinct().Count() > 1);
    }

    [Fact]
    public void Make_Protocols_AreAskedTheSame() =>
        Assert.All(
            ExperimentPlan.Make(Thesis).GroupBy(run => (run.Cell.Clients, run.Repetition)),
            same => Assert.Single(same.Select(run => run.Seed).Distinct()));

    [Fact]
    public void Make_Settings_StayTogetherWithinARepetition()
    {
        var config = Thesis with { Repeat = 1, PaymentLatencyMs = [0, 100, 200] };
        var settings = ExperimentPlan.Make(config).Select(run => run.Cell.Settings).ToList();

        Assert.Equal(2, settings.Zip(settings.Skip(1)).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public void HashOf_SameSeed_IsTheSameAsInEveryVersion() =>
        // Not to be changed: bundles of other versions are compared by it.
        Assert.Equal("412aba6c4c6eba42d83bd901556393c5e91927116605ca48296555940761c743", RequestSequence.HashOf(1, 1, 5));

    [Fact]
    public void HashOf_OtherSeedOrSeats_IsAnother()
    {
        Assert.NotEqual(RequestSequence.HashOf(1, 1, 5), RequestSequence.HashOf(2, 1, 5));
        Assert.NotEqual(RequestSequence.HashOf(1, 1, 5), RequestSequence.HashOf(1, 1, 4));
    }

    [Fact]
    public async Task Next_ManyClientsAtOnce_EachWishOnceAndTheSameOnes()
    {
        var sequence = new RequestSequence(7, 1, 5);
        var taken = (await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 500).Select(_ => sequence.Next()).ToList())))).SelectMany(wishes => wishes)
                .OrderBy(wish => wish.Index).ToList();
        var alone = new RequestSequence(7, 1, 5);

        Assert.All(taken, wish =>
        {
            var same = alone.Next();
            Assert.Equal((same.Index, same.Gap, same.Hall), (wish.Index, wish.Gap, wish.Hall));
            Assert.Equal(same.Draws, wish.Draws);
        });
    }
}
