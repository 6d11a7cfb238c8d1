using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dibs.Infrastructure.Checking;
using Npgsql;
using Spectre.Console;

namespace Dibs.Experiments.Checking;

/// <summary>What a check says: a table for people on stdout, or one JSON object there and the rest on stderr.</summary>
internal sealed class CheckOutput(bool asJson)
{
    private const int TableRows = 100;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Overwrites one line of a terminal; silent where stderr is none.</summary>
    public IProgress<long>? Progress { get; } = Console.IsErrorRedirected ? null : new TerminalProgress();

    public void Write(CheckReport report)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    report.Clean,
                    report.Bookings,
                    violations = report.Violations.Select(found => new { found.Invariant, found.Booking, found.What }),
                },
                Json));
        }
        else if (!report.Clean)
        {
            AnsiConsole.Write(TableOf(report));
        }

        (asJson ? Console.Error : Console.Out).WriteLine(SummaryOf(report));
    }

    /// <summary>Says why nothing can be said.</summary>
    public void Write(Exception exception)
    {
        var message = exception is CouldNotCheckException unread ? $"{exception.Message}\n{AdviceFor(unread)}" : exception.Message;
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new { clean = default(bool?), bookings = 0, violations = Array.Empty<object>(), error = message }, Json));
        }

        Console.Error.WriteLine($"dibs: could not check. {message}");
    }

    private static string AdviceFor(CouldNotCheckException unread) => unread.InnerException switch
    {
        PostgresException
        {
            SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
                or PostgresErrorCodes.InvalidCatalogName
        } => "It has not been set up yet: ./dibs up does.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } =>
            $"Look at ConnectionStrings__{char.ToUpperInvariant(unread.Database[0])}{unread.Database[1..]}.",
        _ => "Is it running? ./dibs status says so, ./dibs up starts what is not.",
    };

    private static string SummaryOf(CheckReport report)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{report.Bookings:N0} bookings looked at in {report.Took.TotalSeconds:0.0} s: ");
        text += report.Clean ? "all are whole." : $"{CountOf(report.Violations)} violated.";
        if (report.Resolved > 0) text += $" {report.Resolved} were in progress and became whole meanwhile.";
        return text;
    }

    private static string CountOf(IReadOnlyList<Violation> violations) => string.Join(", ", violations
        .GroupBy(found => found.Invariant).OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key} {group.Count()} x"));

    private static Table TableOf(CheckReport report)
    {
        var table = new Table().AddColumns("Invariant", "Booking", "What");
        foreach (var found in report.Violations.Take(TableRows))
            table.AddRow(found.Invariant, found.Booking?.ToString() ?? "", Markup.Escape(found.What));
        if (report.Violations.Count > TableRows)
            table.Caption($"and {report.Violations.Count - TableRows} more: --json has all of them");
        return table;
    }

    private sealed class TerminalProgress : IProgress<long>
    {
        public void Report(long value) =>
            Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{value:N0} bookings\r"));
    }
}
