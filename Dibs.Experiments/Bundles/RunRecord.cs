using Dibs.Experiments.Loading;

namespace Dibs.Experiments.Bundles;

/// <summary>Under which conditions a run was made, in words that tables use. Two runs of the same one are repetitions.</summary>
/// <param name="Load">Clients, or bookings a second as the config says it.</param>
/// <param name="LoadValue">For order along an axis.</param>
internal sealed record CellRecord(
    string Protocol, string Load, double LoadValue, bool IsOpen, string Contention, int PaymentLatencyMs,
    double DeclineRate, double TicketFailureRate, string Faults)
{
    /// <summary>All but protocol and load: what one plot is about.</summary>
    public string Condition => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        yield return Contention;
        if (PaymentLatencyMs > 0) yield return $"payment {PaymentLatencyMs} ms";
        if (DeclineRate > 0) yield return FormattableString.Invariant($"{DeclineRate:0.###} declined");
        if (TicketFailureRate > 0) yield return FormattableString.Invariant($"{TicketFailureRate:0.###} refused");
        if (Faults != "none") yield return Faults;
    }
}

/// <summary>A fault that was made. Times in seconds from the start of the run.</summary>
/// <param name="Back">When the part was there again.</param>
/// <param name="Error">Why it was not made; null when it was.</param>
internal sealed record FaultRecord(string What, string Part, double At, double Back, string? Error);

/// <summary>How the check of one run ended.</summary>
/// <param name="Violations">One line each; empty when all bookings are whole and every promise was kept.</param>
internal sealed record CheckRecord(long Bookings, IReadOnlyList<string> Violations);

/// <summary>Where the time of confirmed bookings went, by their timelines.</summary>
/// <param name="Milliseconds">Mean of each phase.</param>
/// <param name="CoordinationShare">Share of the protocol's time that was not the three steps' own; null for no timelines.</param>
internal sealed record PhaseRecord(IReadOnlyDictionary<string, double> Milliseconds, int Bookings,
    double? CoordinationShare);

/// <summary>What the databases say about the run's bookings afterwards.</summary>
/// <param name="RefundsExpected">Bookings that were paid and then rejected.</param>
/// <param name="RefundsSeen">Of these, how many the payment company has refunded.</param>
/// <param name="UnknownConfirmed">Of the requests with an unknown outcome.</param>
/// <param name="UnknownAbsent">Of these there is no booking: they never arrived, or nothing was done.</param>
internal sealed record AftermathRecord(
    double ConsistentAfterSeconds, int RefundsExpected, int RefundsSeen, int UnknownConfirmed, int UnknownRejected,
        int UnknownAbsent);

/// <summary>How the machine was before the run.</summary>
/// <param name="LoadAverage">Of one minute.</param>
/// <param name="WorkMs">What a fixed piece of work on one core took.</param>
internal sealed record MachineState(double LoadAverage, double WorkMs);

/// <summary>Everything about one finished run but its rows. Its file is written last: with it, a run is finished.</summary>
/// <param name="RecoverySeconds">Open loop: after the last customer had come, until bookings were answered at once again.</param>
internal sealed record RunRecord(
    string Id, string What, CellRecord Cell, int Repetition, int Seed, string SequenceHash, DateTimeOffset StartedAt,
    double WarmUpSeconds, double OfferedSeconds, double? RatePerSecond, int SeatsTotal, int SeatsSold, bool IsFull,
        int Flickers,
    CheckRecord Check, GeneratorFigures Generator, IReadOnlyList<string> GeneratorDoubts,
        IReadOnlyList<FaultRecord> Faults,
    PhaseRecord Phases, AftermathRecord Aftermath, MachineState Machine, double? RecoverySeconds)
{
    /// <summary>The check found something, or could not look.</summary>
    public bool Invalid => Check.Violations.Count > 0;
}
