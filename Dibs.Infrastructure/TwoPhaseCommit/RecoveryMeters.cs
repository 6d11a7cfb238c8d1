using System.Diagnostics.Metrics;

namespace Dibs.Infrastructure.TwoPhaseCommit;

/// <summary>What recovery saw last. All instances look at the same databases, so they say the same.</summary>
internal static class RecoveryMeters
{
    private static readonly Meter Meter = new("Dibs");

    public static Gauge<long> InDoubt { get; } = Meter.CreateGauge<long>(
        "dibs.branches.in_doubt", description: "Prepared transactions that recovery left prepared in its last round.");
}
