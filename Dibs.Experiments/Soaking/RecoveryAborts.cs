namespace Dibs.Experiments.Soaking;

/// <summary>An abort that recovery recorded: <c>decided_by</c> is an instance, not <c>coordinator</c>.</summary>
internal sealed record RecoveryAbort(Guid Attempt, string DecidedBy, DateTimeOffset DecidedAt);

/// <summary>Whom the aborts by recovery have hit.</summary>
/// <param name="CoordinatorGone">
/// The attempt's coordinator was killed or paused while it was at it: what recovery is for.
/// </param>
/// <param name="DatabaseAway">
/// The coordinator lived, and a database did not answer it: its transaction there was lost, or about to time out.
/// </param>
/// <param name="Live">Nothing was wrong with anyone: the booking would have been confirmed. Must be none.</param>
internal sealed record RecoveryAborts(int CoordinatorGone, int DatabaseAway, IReadOnlyList<string> Live)
{
    public static RecoveryAborts Sort(IReadOnlyList<RecoveryAbort> aborts, SoakRecord record)
    {
        var (gone, away, live) = (0, 0, new List<string>());
        foreach (var abort in aborts)
        {
            if (!record.Coordinators.TryGetValue(abort.Attempt, out var coordinator))
            {
                gone++;
                continue;
            }

            var life = new Span(coordinator.Started, abort.DecidedAt);
            if (record.Faults.Any(fault => fault.Part == coordinator.Instance && fault.Span.Overlaps(life))) gone++;
            else if (record.Outages.Any(outage => outage.Span.Overlaps(life))) away++;
            else live.Add(Describe(abort, coordinator, life));
        }

        return new(gone, away, live);
    }

    private static string Describe(RecoveryAbort abort, Coordinator coordinator, Span life) =>
        $"booking {coordinator.Booking} by {coordinator.Protocol} on {coordinator.Instance}: attempt {abort.Attempt}, "
        + $"aborted by {abort.DecidedBy} {life.Length.TotalSeconds:0.0} s after it began, at {abort.DecidedAt:HH:mm:ss.fff}";
}

/// <summary>Everything that was seen during a soak and that its figures follow from.</summary>
internal sealed record SoakRecord(
    IReadOnlyList<Fault> Faults,
    IReadOnlyList<SeenBranch> Branches,
    IReadOnlyList<(string Database, Span Span)> Outages,
    IReadOnlyDictionary<Guid, Coordinator> Coordinators)
{
    /// <summary>The database with the decisions.</summary>
    public const string Decisions = "Bookings";
}
