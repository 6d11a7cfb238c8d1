using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Dibs.Experiments.Planning;

/// <summary>One customer's wish, before it is known which seats are still free.</summary>
/// <param name="Gap">Open loop: how long after the last customer this one comes, in mean gaps.</param>
/// <param name="Hall">0 to 1: which hall.</param>
/// <param name="Draws">For each seat 0 to 1: which of those that are free.</param>
internal sealed record Wish(int Index, double Gap, double Hall, IReadOnlyList<double> Draws);

/// <summary>The wishes of one run, in their order: the same seed gives the same ones, whatever is answered.</summary>
internal sealed class RequestSequence(int seed, int seatsMin, int seatsMax)
{
    /// <summary>Wishes that the hash is made of.</summary>
    private const int Hashed = 10_000;

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private int _next;

    public Wish Next()
    {
        lock (_lock)
        {
            // Exponential gaps: customers do not know of each other.
            var gap = -Math.Log(1 - _random.NextDouble());
            var hall = _random.NextDouble();
            var draws = new double[_random.Next(seatsMin, seatsMax + 1)];
            for (var i = 0; i < draws.Length; i++) draws[i] = _random.NextDouble();
            return new(_next++, gap, hall, draws);
        }
    }

    /// <summary>Which sequence this is: SHA-256 over its first 10,000 wishes, in hexadecimal digits.</summary>
    public static string HashOf(int seed, int seatsMin, int seatsMax)
    {
        var sequence = new RequestSequence(seed, seatsMin, seatsMax);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[8];
        for (var i = 0; i < Hashed; i++)
        {
            var wish = sequence.Next();
            foreach (var number in (double[])[wish.Draws.Count, wish.Gap, wish.Hall, .. wish.Draws])
            {
                BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
                hash.AppendData(bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Of a whole plan: over the hashes of its runs.</summary>
    public static string HashOf(ExperimentConfig config, IEnumerable<PlannedRun> runs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var seed in runs.Select(run => run.Seed).Distinct())
            hash.AppendData(Convert.FromHexString(HashOf(seed, config.SeatsMin, config.SeatsMax)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
