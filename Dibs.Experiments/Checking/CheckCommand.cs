using System.CommandLine;
using System.Globalization;
using Dibs.Infrastructure.Checking;
using Microsoft.Extensions.Configuration;

namespace Dibs.Experiments.Checking;

/// <summary><c>./dibs check</c>: are all bookings whole? Exit 0 yes, 1 no, 2 could not look.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout, and nothing else there." };
        var answers = new Option<FileInfo?>("--answers")
        {
            Description = "What clients were told: lines BOOKING,ANSWER or {\"booking\":...,\"answer\":...}. Checks I4 and I5.",
        };
        var settle = new Option<double>("--settle")
        {
            Description = "Seconds that a difference may last before it counts. 0 to 3600.",
            DefaultValueFactory = _ => new CheckOptions().Settle.TotalSeconds,
        };
        settle.Validators.Add(result =>
        {
            // By the text: asking for the value of something that is no number throws.
            if (result.Tokens is [var text]
                && !(double.TryParse(text.Value, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 3600))
                result.AddError("--settle must be 0 to 3600.");
        });
        var command = new Command("check", "Are all bookings whole? 0 yes, 1 no, 2 could not look.") { json, answers, settle };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(answers), TimeSpan.FromSeconds(parsed.GetValue(settle)), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo? answersFile, TimeSpan settle, bool asJson, CancellationToken cancellationToken)
    {
        var output = new CheckOutput(asJson);
        try
        {
            await using var databases = new CheckedDatabases(
                new ConfigurationBuilder().AddEnvironmentVariables().Build());
            // Before the databases: then every booking that was answered is there when they are read.
            var answers = answersFile is null ? null : await Answers.ReadAsync(answersFile.FullName, cancellationToken);
            var check = new InvariantCheck(databases, new() { Settle = settle }, TimeProvider.System);
            var report = await check.RunAsync(answers, output.Progress, cancellationToken);
            output.Write(report);
            return report.Clean ? 0 : 1;
        }
        catch (Exception exception) when (exception is CouldNotCheckException or InvalidOperationException
            or IOException or FormatException)
        {
            output.Write(exception);
            return 2;
        }
    }
}
