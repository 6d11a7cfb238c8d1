using System.Diagnostics.Metrics;
using Dibs.Domain.Payments;

namespace Dibs.Infrastructure.Provider;

/// <summary>What is counted about payments besides a booking itself.</summary>
internal static class PaymentMeters
{
    private static readonly Meter Meter = new("Dibs");
    private static readonly KeyValuePair<string, object?> Confirmed = new("outcome", "confirmed");
    private static readonly KeyValuePair<string, object?> Rejected = new("outcome", "rejected");

    /// <summary>Tag <c>by</c>: queue or sweeper.</summary>
    public static Counter<long> Captures { get; } =
        Meter.CreateCounter<long>("dibs.payments.captures", description: "Authorisations captured.");

    /// <summary>Tag <c>by</c>: sweeper.</summary>
    public static Counter<long> Voids { get; } =
        Meter.CreateCounter<long>("dibs.payments.voids", description: "Authorisations voided outside of an abort.");

    /// <summary>Tag <c>how</c>: voided or refunded.</summary>
    public static Counter<long> Returns { get; } =
        Meter.CreateCounter<long>("dibs.payments.returns", description: "Payments of cancelled bookings given back.");

    /// <summary>Tag <c>outcome</c>: confirmed or rejected.</summary>
    public static Counter<long> Settled { get; } =
        Meter.CreateCounter<long>("dibs.bookings.settled", description: "Pending bookings brought to their end.");

    public static Counter<long> TimelinesDropped { get; } =
        Meter.CreateCounter<long>("dibs.timelines.dropped", description: "Timelines that could not be kept.");

    /// <summary>What a round over the pending bookings came to.</summary>
    public static void Count(SettleRound round)
    {
        Settled.Add(round.Confirmed, Confirmed);
        Settled.Add(round.Rejected, Rejected);
    }
}
