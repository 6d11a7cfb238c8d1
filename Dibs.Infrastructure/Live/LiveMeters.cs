using System.Diagnostics.Metrics;

namespace Dibs.Infrastructure.Live;

/// <summary>What is counted about live seats.</summary>
internal static class LiveMeters
{
    private static readonly Meter Meter = new("Dibs");

    public static Counter<long> Dropped { get; } =
        Meter.CreateCounter<long>("dibs.seats.untold", description: "Seat changes that other instances were not told.");

    /// <summary>One for each page that shows a hall.</summary>
    public static UpDownCounter<long> Subscriptions { get; } =
        Meter.CreateUpDownCounter<long>("dibs.seats.subscriptions", description: "Who listens for seats that change hands.");

    public static UpDownCounter<long> Screenings { get; } = Meter.CreateUpDownCounter<long>(
        "dibs.seats.watched_screenings", description: "Screenings whose seats somebody listens for.");
}
