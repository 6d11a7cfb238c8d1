using Dibs.Experiments.Bundles;

namespace Dibs.Experiments.Running;

/// <summary>One line of a booking's timeline: when it ended, in milliseconds of any clock, and how long it took.</summary>
internal sealed record TimelineLine(Guid Booking, double EndMs, string Step, string What, double TookMs);

/// <summary>
/// Shares the time of each booking out among phases. At each moment the line counts that comes first in
/// <see cref="Phases"/>, so that what runs in parallel is counted once; a moment of no line is a wait, for a message
/// mostly. Work of the steps are the first three; all else is coordination.
/// </summary>
internal static class PhaseTimes
{
    private const string Waiting = "waiting";

    private static readonly string[] Work = ["seats", "payment", "tickets"];

    /// <summary>In the order in which plots stack them.</summary>
    public static IReadOnlyList<string> Phases { get; } = [.. Work, "decision", "phase two", "messages", Waiting];

    public static PhaseRecord Measure(IEnumerable<TimelineLine> lines)
    {
        var sums = Phases.ToDictionary(phase => phase, _ => 0.0);
        var bookings = 0;
        foreach (var booking in lines.GroupBy(line => line.Booking))
        {
            bookings++;
            Add(sums, [.. booking.Select(line => (PhaseOf(line), line.EndMs - line.TookMs, line.EndMs))]);
        }

        var total = sums.Values.Sum();
        return new(
            sums.ToDictionary(sum => sum.Key, sum => bookings == 0 ? 0 : sum.Value / bookings), bookings,
            total > 0 ? 1 - (Work.Sum(phase => sums[phase]) / total) : null);
    }

    private static void Add(Dictionary<string, double> sums,
        IReadOnlyList<(string Phase, double From, double Until)> lines)
    {
        var edges = lines.SelectMany(line => new[] { line.From, line.Until }).Distinct().Order().ToList();
        for (var i = 1; i < edges.Count; i++)
        {
            var (from, until) = (edges[i - 1], edges[i]);
            var phase = Phases.FirstOrDefault(
                phase => lines.Any(line => line.Phase == phase && line.From <= from && line.Until >= until), Waiting);
            sums[phase] += until - from;
        }
    }

    private static string PhaseOf(TimelineLine line) => (line.Step, line.What) switch
    {
        (_, "committed") => "phase two",
        ("seats", _) => "seats",
        ("payments", _) => "payment",
        ("tickets", _) => "tickets",
        (_, var what) when what.StartsWith("asked", StringComparison.Ordinal) => "messages",
        _ => "decision",
    };
}
