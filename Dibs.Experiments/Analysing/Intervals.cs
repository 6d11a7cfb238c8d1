using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Dibs.Experiments.Analysing;

/// <summary>A figure with its 95 % confidence interval.</summary>
/// <param name="Low">The same as the value, as is <paramref name="High"/>, where there is nothing to estimate it from.</param>
internal readonly record struct Estimate(double Value, double Low, double High)
{
    public bool HasInterval => High > Low;

    public bool Overlaps(Estimate other) => Low <= other.High && other.Low <= High;
}

/// <summary>Confidence intervals by resampling, the same for the same seed.</summary>
internal static class Intervals
{
    private const int Resamples = 2000;
    private const double Tail = 0.025;

    /// <summary>Fewer values have resamples that are nearly all the same one: one value far off made intervals of hundreds of times the mean.</summary>
    private const int LeastToResample = 10;

    /// <summary>
    /// Of a mean over few independent values: a figure of each repetition. Bootstrap-t from ten values on, Student's t
    /// with two to nine; with one there is none.
    /// </summary>
    public static Estimate OfRuns(IReadOnlyList<double> values, int seed)
    {
        if (values.Count == 0) return new(double.NaN, double.NaN, double.NaN);
        var mean = values.Mean();
        var deviation = values.Count < 2 ? 0 : values.StandardDeviation();
        if (deviation == 0) return new(mean, mean, mean);
        var error = deviation / Math.Sqrt(values.Count);
        if (values.Count < LeastToResample)
        {
            var t = StudentT.InvCDF(0, 1, values.Count - 1, 1 - Tail);
            return new(mean, mean - (t * error), mean + (t * error));
        }

        var random = new Random(seed);
        var ts = new List<double>(Resamples);
        var sample = new double[values.Count];
        for (var i = 0; i < Resamples; i++)
        {
            for (var k = 0; k < sample.Length; k++) sample[k] = values[random.Next(values.Count)];
            var spread = sample.StandardDeviation() / Math.Sqrt(sample.Length);
            // All the same one: it says nothing.
            if (spread > 0) ts.Add((sample.Mean() - mean) / spread);
        }

        double[] sorted = [.. ts.Order()];
        return new(mean, mean - (Quantile(sorted, 1 - Tail) * error), mean - (Quantile(sorted, Tail) * error));
    }

    /// <summary>Of the mean of one run's requests. Beyond 2,000 the bootstrap's own limit: the normal distribution.</summary>
    public static Estimate OfMean(double[] sorted, int seed)
    {
        if (sorted.Length == 0) return new(double.NaN, double.NaN, double.NaN);
        var mean = sorted.Mean();
        if (sorted.Length < 2) return new(mean, mean, mean);
        if (sorted.Length > 2000)
        {
            var half = Normal.InvCDF(0, 1, 1 - Tail) * sorted.StandardDeviation() / Math.Sqrt(sorted.Length);
            return new(mean, mean - half, mean + half);
        }

        var random = new Random(seed);
        var means = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < sorted.Length; k++) sum += sorted[random.Next(sorted.Length)];
            means[i] = sum / sorted.Length;
        }

        Array.Sort(means);
        return new(mean, Quantile(means, Tail), Quantile(means, 1 - Tail));
    }

    /// <summary>
    /// Of a quantile of one run's requests. Which of the values is the k-th smallest of a resample follows a beta
    /// distribution, so it is drawn from that: the bootstrap's own distribution, however many requests there are.
    /// </summary>
    public static Estimate OfQuantile(double[] sorted, double share, int seed)
    {
        if (sorted.Length == 0) return new(double.NaN, double.NaN, double.NaN);
        var value = Quantile(sorted, share);
        var random = new Random(seed);
        var k = Math.Clamp(Math.Ceiling(share * sorted.Length), 1, sorted.Length);
        var drawn = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            var place = Beta.Sample(random, k, sorted.Length - k + 1);
            drawn[i] = sorted[Math.Min((int)(place * sorted.Length), sorted.Length - 1)];
        }

        Array.Sort(drawn);
        return new(value, Math.Min(value, Quantile(drawn, Tail)), Math.Max(value, Quantile(drawn, 1 - Tail)));
    }

    /// <summary>By linear interpolation between the nearest two (type 7, as in R and NumPy); NaN for nothing.</summary>
    public static double Quantile(double[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);
}
