using Dibs.Experiments.Analysing;

namespace Dibs.Infrastructure.Tests.Analysing;

public sealed class ComparisonTests
{
    // Hollander & Wolfe (1973), p. 69: permeability of the human placenta, as in R's example of wilcox.test.
    private static readonly double[] AtTerm = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    private static readonly double[] Earlier = [1.15, 0.88, 0.90, 0.74, 1.21];

    [Fact]
    public void MannWhitney_PublishedExample_HasThePublishedP() =>
        // One-sided 0.1272 in the book and in R, so both sides twice that.
        Assert.Equal(0.2544, Comparison.MannWhitney(AtTerm, Earlier), 3);

    [Fact]
    public void MannWhitney_FiveAgainstFiveApart_IsTheSmallestThereCanBe() =>
        // 2 of the 252 ways to choose 5 of 10.
        Assert.Equal(2 / 252.0, Comparison.MannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]), 6);

    [Fact]
    public void MannWhitney_NothingToCompare_IsOne()
    {
        Assert.Equal(1, Comparison.MannWhitney([], [1]));
        Assert.Equal(1, Comparison.MannWhitney([2, 2], [2, 2]));
    }

    [Fact]
    public void CliffsDelta_PublishedExample_FollowsFromItsU() =>
        // W = 35 of 50 pairs.
        Assert.Equal((2 * 35 / 50.0) - 1, Comparison.CliffsDelta(AtTerm, Earlier), 10);

    [Fact]
    public void CliffsDelta_KnownSamples_IsWhatPairsSay()
    {
        Assert.Equal(1, Comparison.CliffsDelta([5, 6], [1, 2]), 10);
        Assert.Equal(-1, Comparison.CliffsDelta([1, 2], [5, 6]), 10);
        Assert.Equal(0, Comparison.CliffsDelta([1, 2], [1, 2]), 10);
        // Of nine pairs: 1<3, 1<5, 4<5, 4>1, 4>3, 5>1, 5>3 and two equal ones.
        Assert.Equal(1 / 9.0, Comparison.CliffsDelta([1, 4, 5], [1, 3, 5]), 10);
    }

    [Theory]
    [InlineData(0.1, "negligible")]
    [InlineData(-0.2, "small")]
    [InlineData(0.4, "medium")]
    [InlineData(-0.9, "large")]
    public void MagnitudeOf_Delta_IsRomanosWord(double delta, string expected) =>
        Assert.Equal(expected, Comparison.MagnitudeOf(delta));

    [Fact]
    public void Holm_FourValues_AsRSays() =>
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Comparison.Holm([0.01, 0.04, 0.03, 0.005])
            .Select(p => Math.Round(p, 10)));
}
