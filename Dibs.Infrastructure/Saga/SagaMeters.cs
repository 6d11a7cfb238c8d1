using System.Diagnostics.Metrics;

namespace Dibs.Infrastructure.Saga;

/// <summary>What the sweeper saw last. All instances look at the same table, so they say the same.</summary>
internal static class SagaMeters
{
    private static readonly Meter Meter = new("Dibs");

    public static Gauge<long> Open { get; } =
        Meter.CreateGauge<long>("dibs.sagas.open", description: "Sagas that have not come to their end.");
}
