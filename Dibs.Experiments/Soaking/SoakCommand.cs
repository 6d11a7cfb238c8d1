using System.CommandLine;
using System.Globalization;
using Dibs.Infrastructure.Checking;
using Microsoft.Extensions.Configuration;

namespace Dibs.Experiments.Soaking;

/// <summary>
/// <c>./dibs soak</c>: bookings while parts of the stack are killed and paused, then the check. Exit 0 clean, 1
/// violated, 2 could not. The launcher starts a stack for it alone, and takes it down (eng/launcher/soak.sh).
/// </summary>
internal static class SoakCommand
{
    private static readonly string[] Known = ["2pc", "2pc-textbook", "saga"];

    public static Command Create()
    {
        var minutes = Number("--minutes", "How long. 0.1 to 1440.", 0.1, 1440);
        minutes.DefaultValueFactory = _ => 10;
        var rate = Number("--rate", "New customers a second. 0.1 to 1000.", 0.1, 1000);
        rate.DefaultValueFactory = _ => 20;
        var seed = Number("--seed", "For the same wishes and faults again. Left out: another each time.", 0, int.MaxValue);
        var protocols = new Option<string>("--protocols")
        {
            Description = $"Which bookings take in turn, of: {string.Join(", ", Known)}.",
            DefaultValueFactory = _ => "2pc,2pc-textbook,saga",
        };
        protocols.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && text.Value.Split(',').Except(Known).Any())
                result.AddError($"--protocols must be some of {string.Join(",", Known)}.");
        });
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout, nothing else there." };
        var port = new Option<string?>("--port") { Description = "Where its stack listens (the launcher's)." };
        var parseOnly = new Option<bool>("--parse-only") { Hidden = true };
        var command = new Command(
            "soak", "Bookings while parts are killed and paused, then the check. 0 clean, 1 violated, 2 could not.")
        {
            minutes, rate, seed, protocols, json, port, parseOnly,
        };
        // The launcher asks whether the call is right before it starts a stack for it.
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(parseOnly) ? Task.FromResult(0) : RunAsync(
            new(
                TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(rate),
                parsed.GetResult(seed) is null ? Random.Shared.Next(1_000_000) : (int)parsed.GetValue(seed),
                parsed.GetValue(protocols)!.Split(',')),
            parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Option<double> Number(string name, string description, double least, double most)
    {
        var option = new Option<double>(name) { Description = description };
        option.Validators.Add(result =>
        {
            // By the text: asking for the value of something that is no number throws.
            if (result.Tokens is [var text]
                && !(double.TryParse(text.Value, CultureInfo.InvariantCulture, out var value)
                    && value >= least && value <= most))
                result.AddError($"{name} must be {least} to {most}.");
        });
        return option;
    }

    private static async Task<int> RunAsync(SoakPlan plan, bool asJson, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        try
        {
            await using var run = new SoakRun(plan, configuration, TimeProvider.System);
            var result = await run.RunAsync(cancellationToken);
            SoakOutput.Write(result, asJson);
            return result.Clean ? 0 : 1;
        }
        catch (Exception exception) when (exception is CouldNotCheckException or InvalidOperationException
            or HttpRequestException or IOException)
        {
            await Console.Error.WriteLineAsync($"dibs: the soak could not be finished. {exception.Message}");
            return 2;
        }
    }
}
