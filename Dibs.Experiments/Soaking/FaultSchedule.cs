namespace Dibs.Experiments.Soaking;

internal enum FaultKind
{
    /// <summary>SIGKILL, and started again after a while.</summary>
    Kill,

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    Pause,
}

/// <summary>One fault to come.</summary>
/// <param name="At">From the start of the soak.</param>
/// <param name="Part">As <c>./dibs kill</c> calls it.</param>
/// <param name="Lasting">A pause: how long. A kill: until it is started again, which takes its own time.</param>
internal sealed record PlannedFault(TimeSpan At, string Part, FaultKind Kind, TimeSpan Lasting);

/// <summary>Which part is faulted when: random, the same for the same seed.</summary>
internal static class FaultSchedule
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(3);

    // What bookings by two-phase commit stand on gets most of the faults.
    private static readonly (string Part, int Share)[] Shares =
    [
        ("web1", 3), ("web2", 3), ("web3", 3),
        ("bookings-db", 3), ("payments-db", 3), ("tickets-db", 3),
        ("rabbitmq", 1), ("haproxy", 1),
    ];

    public static IReadOnlyList<string> Parts { get; } = [.. Shares.Select(share => share.Part)];

    /// <summary>A fault every 3.5 to 5.5 s.</summary>
    public static IReadOnlyList<PlannedFault> Make(int seed, TimeSpan length)
    {
        var random = new Random(seed);
        var faults = new List<PlannedFault>();
        for (var at = First; at < length; at += TimeSpan.FromSeconds(3.5 + (2 * random.NextDouble())))
        {
            var kind = random.Next(2) == 0 ? FaultKind.Kill : FaultKind.Pause;
            var lasting = kind == FaultKind.Kill ? 0.5 + (2.5 * random.NextDouble()) : 2 + (6 * random.NextDouble());
            faults.Add(new(at, PartOf(random), kind, TimeSpan.FromSeconds(Math.Round(lasting, 1))));
        }

        return faults;
    }

    private static string PartOf(Random random)
    {
        var ticket = random.Next(Shares.Sum(share => share.Share));
        return Shares.First(share => (ticket -= share.Share) < 0).Part;
    }
}
