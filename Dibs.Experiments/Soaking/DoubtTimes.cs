namespace Dibs.Experiments.Soaking;

/// <summary>
/// How long branches were in doubt while all that they needed was there: their own database, the bookings database with
/// the decisions, and some instance, of which two are always left alone. Times in which a database was away do not count.
/// </summary>
/// <param name="Branches">Those that two looks or more found: the others were bookings in progress.</param>
/// <param name="Typical">The median.</param>
/// <param name="P99">
/// A pause of the branch's own coordinator does not count: it may go on and commit, so nobody else may decide.
/// </param>
/// <param name="P99WithPauses">The same, and such pauses do count.</param>
internal sealed record DoubtTimes(
    int Branches, TimeSpan Typical, TimeSpan P99, TimeSpan Longest, TimeSpan P99WithPauses, TimeSpan LongestWithPauses)
{
    public static DoubtTimes Measure(SoakRecord record)
    {
        var branches = record.Branches.Where(branch => branch.Looks >= 2).ToList();
        var without = Sorted(branches.Select(branch => branch.Life.Without(
            [.. DatabasesAway(record, branch), .. CoordinatorPaused(record, branch)])));
        var with = Sorted(branches.Select(branch => branch.Life.Without(DatabasesAway(record, branch))));
        return new(
            branches.Count, At(without, 0.5), At(without, 0.99), At(without, 1), At(with, 0.99), At(with, 1));
    }

    private static IEnumerable<Span> DatabasesAway(SoakRecord record, SeenBranch branch) => record.Outages
        .Where(outage => outage.Database == branch.Database || outage.Database == SoakRecord.Decisions)
        .Select(outage => outage.Span);

    private static IEnumerable<Span> CoordinatorPaused(SoakRecord record, SeenBranch branch) =>
        record.Coordinators.GetValueOrDefault(branch.Attempt) is { } coordinator
            ? record.Faults.Where(fault => fault.Kind == FaultKind.Pause && fault.Part == coordinator.Instance)
                .Select(fault => fault.Span)
            : [];

    private static List<TimeSpan> Sorted(IEnumerable<TimeSpan> times) => [.. times.Order()];

    private static TimeSpan At(List<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
}
