using System.Diagnostics.Metrics;

namespace Dibs.Infrastructure.Live;

/// <summary>What is counted about live seats.</summary>
internal static class LiveMeters
{
    private static readonly Meter Meter = new("Dibs");

    public static Counter<long> Dropped { get; } =
        Meter.CreateCounter<long>("dibs.seats.untold", description: "Seat changes that other instances were not told.");
}
