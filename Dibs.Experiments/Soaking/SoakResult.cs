using Dibs.Infrastructure.Checking;

namespace Dibs.Experiments.Soaking;

/// <summary>What a soak has found.</summary>
/// <param name="Strange">Answers that no customer should get.</param>
/// <param name="Settling">From when all parts were up until nothing was prepared, pending or authorised only.</param>
internal sealed record SoakResult(
    SoakPlan Plan,
    int Bookings,
    IReadOnlyDictionary<Told, int> Told,
    int Requests,
    IReadOnlyCollection<string> Strange,
    IReadOnlyList<Fault> Faults,
    DoubtTimes Doubt,
    RecoveryAborts Aborts,
    TimeSpan Settling,
    CheckReport Check)
{
    /// <summary>All bookings whole, all promises kept, no live one aborted by recovery, no strange answer.</summary>
    public bool Clean => Check.Clean && Aborts.Live.Count == 0 && Strange.Count == 0;
}
