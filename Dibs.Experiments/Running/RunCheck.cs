using System.Globalization;
using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;
using Dibs.Infrastructure.Checking;

namespace Dibs.Experiments.Running;

/// <summary>
/// Looks after each run whether all bookings are whole, booking by booking, and every promise was kept (I1 to I8). What an
/// earlier run broke stays broken: each violation is counted against the run after which it was first seen.
/// </summary>
internal sealed class RunCheck(CheckedDatabases databases, CheckOptions options, TimeProvider clock)
{
    private readonly HashSet<string> _known = [];

    /// <summary>What is wrong before the first run is no run's.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var before = await new InvariantCheck(databases, options, clock).RunAsync(null, null, cancellationToken);
        foreach (var found in before.Violations) _known.Add(TextOf(found));
    }

    public async Task<CheckRecord> RunAsync(IReadOnlyList<RequestRow> rows, CancellationToken cancellationToken)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(
                path,
                rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Booking},{ToldBy(row.Outcome)}")),
                cancellationToken);
            var answers = await Answers.ReadAsync(path, cancellationToken);
            var report = await new InvariantCheck(databases, options, clock).RunAsync(answers, null, cancellationToken);
            return new(report.Bookings, [.. report.Violations.Select(TextOf).Where(_known.Add)]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string TextOf(Violation found) => $"{found.Invariant} {found.Booking}: {found.What}";

    /// <summary>In the words of <see cref="Answers"/>: what was a promise, and what was none.</summary>
    private static string ToldBy(Outcome outcome) => outcome switch
    {
        Outcome.Sold => "confirmed",
        Outcome.LostRace or Outcome.Declined or Outcome.Rejected => "rejected",
        _ => "nothing",
    };
}
