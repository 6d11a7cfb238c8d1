using System.CommandLine;
using System.Globalization;
using Dibs.Experiments.Stacks;
using Microsoft.Extensions.Configuration;

namespace Dibs.Experiments.Viewing;

/// <summary>
/// <c>./dibs experiment viewers</c>: how soon those who look at a hall see that a seat changed hands. Exit 0 when nothing
/// was lost and all end with what the database says, 1 when not, 2 when it could not be measured.
/// </summary>
internal static class ViewersCommand
{
    private const string AddressKey = "DIBS_BASE_URL";
    private const string LauncherKey = "DIBS_LAUNCHER";

    private static readonly string[] Parts = ["web1", "web2", "web3", "web4", "rabbitmq", "bookings-db"];

    public static Command Create()
    {
        var count = Number("--count", "How many look. 1 to 10000.", 200, 1, 10_000);
        var changes = Number("--changes", "Seats that change hands a second, over all. 0 to 50; 0 for circuits that idle.", 20, 0, 50);
        var seconds = Number("--seconds", "For how long. 1 to 600.", 30, 1, 600);
        var screening = new Option<int?>("--screening") { Description = "Its id. Left out: a coming one in the largest hall." };
        var instance = new Option<string?>("--instance")
        {
            Description = "All circuits on this one, such as web1. Left out: where HAProxy puts them.",
        };
        var outage = new Option<string?>("--outage")
        {
            Description = $"Kill this part meanwhile and start it again: {string.Join(", ", Parts)}.",
        };
        outage.AcceptOnlyFromAmong(Parts);
        var browser = Number("--browser", "Pages of a real browser (Chromium) that look as well. 0 to 50.", 0, 0, 50);
        var plain = new Option<bool>("--no-compression") { Description = "Circuits do not offer compression. Browsers do." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout, and nothing else there." };
        var command = new Command("viewers", "How soon those who look at a hall see that a seat changed hands.")
        {
            count, changes, seconds, screening, instance, outage, browser, plain, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new(
                (int)parsed.GetValue(count), parsed.GetValue(screening), parsed.GetValue(changes),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(instance), !parsed.GetValue(plain),
                parsed.GetValue(outage), (int)parsed.GetValue(browser)),
            parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static Option<double> Number(string name, string description, double usual, double least, double most)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            // By the text: asking for the value of something that is no number throws.
            if (result.Tokens is [var text]
                && !(double.TryParse(text.Value, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most))
                result.AddError($"{name} must be {least} to {most}.");
        });
        return option;
    }

    private static async Task<int> RunAsync(ViewersPlan plan, bool asJson, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var launcher = configuration[LauncherKey] is { Length: > 0 } program ? new Launcher(program) : null;
        try
        {
            if (configuration[AddressKey] is not { Length: > 0 } address)
                throw new InvalidOperationException($"{AddressKey} is not set: call it as ./dibs experiment viewers.");
            if (plan.Outage is not null && launcher is null)
                throw new InvalidOperationException($"{LauncherKey} is not set: an outage needs ./dibs.");
            var result = await new ViewersRun(plan, new Uri(address), launcher, Console.Error.WriteLine).RunAsync(cancellationToken);
            ViewersOutput.Write(result, asJson);
            return result.IsGood ? 0 : 1;
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"dibs: it could not be measured. {exception.Message}");
            return 2;
        }
    }
}
