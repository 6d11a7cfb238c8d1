using Dibs.Domain.Protocols.TwoPhaseCommit;

namespace Dibs.Infrastructure.Checking;

/// <summary>
/// I6: no prepared transaction of this deployment is left. Those of bookings in progress live for milliseconds, those of
/// a crashed instance until recovery comes; only what is older than the alarm age counts.
/// </summary>
internal static class PreparedRules
{
    // Those of another database or deployment on the same server are none of ours.
    private const string Prepared =
        """
        select gid, owner::text, clock_timestamp() - prepared from pg_prepared_xacts
        where starts_with(gid, $1) and database = current_database() order by prepared
        """;

    /// <param name="waiting">
    /// What an earlier look found too young, and this one is about; null at the first. Later ones do not matter: while
    /// bookings are made there are always some.
    /// </param>
    public static async Task<PreparedFound> CheckAsync(
        CheckedDatabases databases, CheckOptions options, IReadOnlySet<string>? waiting, CancellationToken cancellationToken)
    {
        var deployments = await CheckedDatabases.QueryAsync(
            "bookings", databases.Bookings, "select id from deployment", row => row.GetGuid(0), cancellationToken);
        var found = new PreparedFound([], new HashSet<string>());
        if (deployments is not [var deployment])
        {
            found.Violations.Add(new("I6", null, $"there are {deployments.Count} deployments, not one"));
            return found;
        }

        foreach (var (name, source) in databases.Participants)
        {
            var branches = await CheckedDatabases.QueryAsync(
                name, source, Prepared,
                row => (Gid: row.GetString(0), Owner: row.GetString(1), Age: row.GetTimeSpan(2)),
                cancellationToken, Gid.PrefixOf(deployment));
            foreach (var (gid, owner, age) in branches.Where(branch => branch.Age > options.AlarmAge))
            {
                var (booking, outcome) = await DecisionAsync(databases, gid, cancellationToken);
                found.Violations.Add(new("I6", booking,
                    $"{name} has {gid} prepared for {age.TotalSeconds:0} s by role {owner}; decision: {outcome}"));
            }

            found.Young.UnionWith(branches.Where(branch => branch.Age <= options.AlarmAge)
                .Select(branch => branch.Gid).Where(gid => waiting?.Contains(gid) ?? true));
        }

        return found;
    }

    private static async Task<(Guid? Booking, string Outcome)> DecisionAsync(
        CheckedDatabases databases, string text, CancellationToken cancellationToken)
    {
        if (!Gid.TryParse(text, out var gid)) return (null, "not a name that Dibs gives");
        var decisions = await CheckedDatabases.QueryAsync(
            "bookings", databases.Bookings, "select booking_id, outcome from tx_decision where attempt = $1",
            row => (row.IsDBNull(0) ? default(Guid?) : row.GetGuid(0), row.GetString(1)),
            cancellationToken, gid.Attempt);
        return decisions is [var decision] ? decision : (null, "none");
    }
}

/// <summary>What one look at the prepared transactions has found.</summary>
/// <param name="Young">The gids of those that do not count yet.</param>
internal sealed record PreparedFound(List<Violation> Violations, HashSet<string> Young)
{
    public bool IsSettled => Violations.Count == 0 && Young.Count == 0;
}
