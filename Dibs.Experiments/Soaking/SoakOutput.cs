using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Dibs.Experiments.Soaking;

/// <summary>What a soak says: progress on stderr; then a table on stdout, or one JSON object there.</summary>
internal static class SoakOutput
{
    private const int LinesAtMost = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Say(string line) => Console.Error.WriteLine(line);

    public static void Write(SoakResult result, bool asJson)
    {
        if (asJson) WriteJson(result);
        else WriteTable(result);
    }

    private static void WriteJson(SoakResult result) => Console.WriteLine(JsonSerializer.Serialize(
        new
        {
            result.Clean,
            minutes = result.Plan.Length.TotalMinutes,
            result.Plan.Rate,
            result.Plan.Seed,
            result.Plan.Protocols,
            result.Bookings,
            confirmed = result.Told[Told.Confirmed],
            cancelled = result.Told[Told.Cancelled],
            rejected = result.Told[Told.Rejected],
            nothing = result.Told[Told.Nothing],
            result.Requests,
            result.Strange,
            faults = result.Faults.OrderBy(fault => fault.From).Select(fault => new
            {
                fault.Part,
                kind = fault.Kind.ToString().ToLowerInvariant(),
                fault.From,
                fault.Until,
                fault.Error,
            }),
            inDoubt = new
            {
                result.Doubt.Branches,
                p50Seconds = Seconds(result.Doubt.Typical),
                p99Seconds = Seconds(result.Doubt.P99),
                maxSeconds = Seconds(result.Doubt.Longest),
                p99WithPausesSeconds = Seconds(result.Doubt.P99WithPauses),
                maxWithPausesSeconds = Seconds(result.Doubt.LongestWithPauses),
            },
            abortedByRecovery = new { result.Aborts.CoordinatorGone, result.Aborts.DatabaseAway, result.Aborts.Live },
            settlingSeconds = Seconds(result.Settling),
            violations = result.Check.Violations.Select(found => new { found.Invariant, found.Booking, found.What }),
        },
        Json));

    private static void WriteTable(SoakResult result)
    {
        var table = new Table().AddColumns("What", "Found").HideHeaders();
        void Add(string what, string found) => table.AddRow(what, Markup.Escape(found));
        Add(
            "Bookings",
            $"{result.Bookings}, by {string.Join(", ", result.Plan.Protocols)}, in {result.Requests} requests");
        Add("Customers were told", $"{result.Told[Told.Confirmed]} confirmed, {result.Told[Told.Cancelled]} confirmed and then "
            + $"cancelled, {result.Told[Told.Rejected]} rejected, {result.Told[Told.Nothing]} nothing final");
        Add("Strange answers", $"{result.Strange.Count}");
        Add("Faults", $"{result.Faults.Count}: {string.Join(", ", result.Faults.GroupBy(fault => fault.Kind)
            .Select(kind => $"{kind.Count()} x {kind.Key.ToString().ToLowerInvariant()}"))}");
        Add("Faults that could not be made", $"{result.Faults.Count(fault => fault.Error is not null)}");
        Add("Left in doubt", $"{result.Doubt.Branches} branches");
        Add("In doubt, all it needs being up", $"p50 {In(result.Doubt.Typical)}, p99 {In(result.Doubt.P99)}, "
            + $"longest {In(result.Doubt.Longest)}");
        Add("  counting its coordinator's pause", $"p99 {In(result.Doubt.P99WithPauses)}, "
            + $"longest {In(result.Doubt.LongestWithPauses)}");
        Add("Aborted by recovery", $"{result.Aborts.CoordinatorGone} of a coordinator that was killed or paused, "
            + $"{result.Aborts.DatabaseAway} while a database was away, {result.Aborts.Live.Count} live");
        Add("At rest after", $"{In(result.Settling)}");
        Add("Check", $"{result.Check.Bookings} bookings, {result.Check.Violations.Count} violations");
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 120;
        AnsiConsole.Write(table);
        WriteLines("VIOLATED", [.. result.Check.Violations
            .Select(found => $"{found.Invariant} {found.Booking}: {found.What}")]);
        WriteLines("LIVE BOOKING ABORTED", result.Aborts.Live);
        WriteLines("STRANGE ANSWER", result.Strange);
        WriteLines("FAULT NOT MADE", [.. result.Faults.Where(fault => fault.Error is not null)
            .Select(fault => $"{fault.Kind} {fault.Part}: {fault.Error}")]);
        Console.WriteLine(result.Clean ? "Clean." : "Violated.");
    }

    private static void WriteLines(string what, IReadOnlyCollection<string> lines)
    {
        foreach (var line in lines.Take(LinesAtMost)) Console.WriteLine($"{what} {line}");
        if (lines.Count > LinesAtMost)
            Console.WriteLine($"{what} and {lines.Count - LinesAtMost} more: --json has all of them");
    }

    private static string In(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 2);
}
