using Dibs.Experiments.Analysing;
using MathNet.Numerics.Distributions;

namespace Dibs.Infrastructure.Tests.Analysing;

public sealed class IntervalsTests
{
    private const int Trials = 400;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 3)]
    [InlineData(0.25, 2)]
    [InlineData(0.9, 4.6)]
    [InlineData(1, 5)]
    public void Quantile_OneToFive_AsRSaysByType7(double share, double expected) =>
        Assert.Equal(expected, Intervals.Quantile([1, 2, 3, 4, 5], share), 12);

    [Fact]
    public void OfRuns_ThreeValues_IsStudentsInterval()
    {
        // R: t.test(c(10, 12, 17))$conf.int
        var estimate = Intervals.OfRuns([10, 12, 17], 1);

        Assert.Equal(13, estimate.Value, 10);
        Assert.Equal(4.043, estimate.Low, 3);
        Assert.Equal(21.957, estimate.High, 3);
    }

    [Fact]
    public void OfRuns_OneValueOrEqualOnes_HasNoInterval()
    {
        Assert.False(Intervals.OfRuns([7], 1).HasInterval);
        Assert.False(Intervals.OfRuns([7, 7, 7], 1).HasInterval);
        Assert.True(double.IsNaN(Intervals.OfRuns([], 1).Value));
    }

    [Fact]
    public void OfRuns_SameSeed_IsTheSame() =>
        Assert.Equal(Intervals.OfRuns([1, 2, 3, 4, 9, 5, 7, 7, 2, 8], 3), Intervals.OfRuns([1, 2, 3, 4, 9, 5, 7, 7, 2, 8], 3));

    [Fact]
    public void OfRuns_OneOfFiveFarOff_IsWideAndNoNonsense()
    {
        // R: t.test(c(10, 11, 10, 12, 90))$conf.int
        var estimate = Intervals.OfRuns([10, 11, 10, 12, 90], 1);

        Assert.Equal(-17.42, estimate.Low, 2);
        Assert.Equal(70.62, estimate.High, 2);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(12)]
    public void OfRuns_NormalSamples_CoverTheTrueMeanNineteenTimesInTwenty(int size)
    {
        var covered = CountCovered(100, random => Intervals.OfRuns([.. Normal.Samples(random, 100, 15).Take(size)], 1));

        Assert.InRange(covered / (double)Trials, 0.91, 0.99);
    }

    [Fact]
    public void OfMean_ExponentialSamples_CoverTheTrueMean()
    {
        var covered = CountCovered(20, random =>
            Intervals.OfMean([.. Exponential.Samples(random, 1.0 / 20).Take(150).Order()], 1));

        Assert.InRange(covered / (double)Trials, 0.91, 0.98);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void OfQuantile_ExponentialSamples_CoverTheTrueQuantile(double share)
    {
        var truth = Exponential.InvCDF(1.0 / 20, share);
        var covered = CountCovered(truth, random =>
            Intervals.OfQuantile([.. Exponential.Samples(random, 1.0 / 20).Take(400).Order()], share, 1));

        Assert.InRange(covered / (double)Trials, 0.91, 0.98);
    }

    private static int CountCovered(double truth, Func<Random, Estimate> estimate)
    {
        var random = new Random(4);
        return Enumerable.Range(0, Trials).Count(_ => estimate(random) is var found && found.Low <= truth
            && truth <= found.High);
    }
}
