using System.CommandLine;
using System.Globalization;
using Dibs.Experiments.Bundles;
using Dibs.Experiments.Planning;
using Dibs.Experiments.Reporting;
using Dibs.Infrastructure.Checking;
using Microsoft.Extensions.Configuration;

namespace Dibs.Experiments.Running;

/// <summary>
/// <c>./dibs experiment run</c>. Exit 0 all runs valid, 1 some are not, 2 could not, or interrupted. The launcher starts
/// a stack for it alone (eng/launcher/experiment.sh).
/// </summary>
internal static class RunCommand
{
    private static readonly string[] Overriding = ["repeat", "seed", "protocols", "clients", "rates", "seconds"];

    public static Command Create()
    {
        var config = new Argument<string?>("CONFIG")
        {
            Description = $"A file (docs/experiments.md), or a preset: {string.Join(", ", Presets.Names)}.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var overrides = Overriding.Select(key => new Option<string?>($"--{key}")
        {
            Description = $"Instead of the config's "
                + $"\"{key}\"{(key is "protocols" or "clients" or "rates" ? "; several with commas" : "")}.",
        }).ToList();
        var resume = new Option<string?>("--resume")
        {
            Description = "The folder of an experiment that was "
            + "interrupted: goes on with what is not finished."
        };
        var output = new Option<string?>("--out")
        {
            Description = "Folder for the results, new. Default: "
            + ".dibs/experiments/NAME-DATE-TIME."
        };
        var running = new Option<bool>("--running")
        {
            Description = "Books at the stack that runs, not at one of its "
            + "own. Only where no settings are needed."
        };
        var port = new Option<string?>("--port") { Description = "Where its stack listens (the launcher's)." };
        var parseOnly = new Option<bool>("--parse-only") { Hidden = true };
        var command = new Command("run",
            "Runs an experiment and reports it. 0 all runs valid, 1 some are not, 2 could not.")
        {
            config, resume, output, running, port, parseOnly,
        };
        foreach (var option in overrides) command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var given = overrides.Where(option => parsed.GetValue(option) is not null)
                    .ToDictionary(option => option.Name.TrimStart('-'), option => parsed.GetValue(option)!);
                var order = parsed.GetValue(resume) is { } folder
                    ? Resume(folder, parsed.GetValue(config), given, !parsed.GetValue(running))
                    : Begin(parsed.GetValue(config), given, parsed.GetValue(output), !parsed.GetValue(running));
                if (!parsed.GetValue(parseOnly)) return await RunAsync(order, cancellationToken);
                // The launcher asks before it starts a stack.
                Console.WriteLine(order.Config.Instances);
                return 0;
            }
            catch (Exception exception) when (exception is ConfigException or BundleException or ChartException or CouldNotCheckException
                or InvalidOperationException or FormatException or HttpRequestException or IOException or Npgsql.NpgsqlException)
            {
                await Console.Error.WriteLineAsync($"dibs: {exception.Message}");
                return 2;
            }
        });
        return command;
    }

    private static ExperimentOrder Begin(string? name, Dictionary<string, string> overrides, string? output,
        bool ownStack)
    {
        if (name is null)
            throw new ConfigException([$"Which experiment? A config file, or one of: "
                + $"{string.Join(", ", Presets.Names)}. --resume DIR goes on with one."]);
        var preset = Presets.Find(name);
        if (preset is null && !File.Exists(name))
            throw new ConfigException([$"There is no file {name}, and no preset of that name. There are: "
                + $"{string.Join(", ", Presets.Names)}."]);
        var text = ConfigOverrides.Apply(preset ?? File.ReadAllText(name), overrides);
        var config = ConfigReader.Read(text, Path.GetFileNameWithoutExtension(name));
        Require(config, ownStack);
        var stamp = TimeProvider.System.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var bundle = new Bundle(output ?? Path.Combine(BundleFolder.Default, $"{config.Name}-{stamp}"));
        if (bundle.Exists)
            throw new BundleException($"{bundle.Folder} has an experiment already: --resume {output} goes on with it.");
        return new(config, text, preset is null ? "custom" : name, bundle, ownStack);
    }

    private static ExperimentOrder Resume(string folder, string? name, Dictionary<string, string> overrides,
        bool ownStack)
    {
        if (name is not null || overrides.Count > 0)
            throw new ConfigException(["--resume goes on with the config that is in the folder: give no other, and no options for it."]);
        var bundle = new Bundle(folder);
        var facts = bundle.ReadFacts();
        var config = ConfigReader.Read(bundle.Config, facts.Name);
        Require(config, ownStack);
        return new(config, bundle.Config, facts.Preset, bundle, ownStack);
    }

    private static void Require(ExperimentConfig config, bool ownStack)
    {
        if (!ownStack && config.NeedsOwnSettings)
            throw new ConfigException(["--running: this experiment needs settings or crash points that a running "
                + "stack does not have. Leave --running out."]);
    }

    private static async Task<int> RunAsync(ExperimentOrder order, CancellationToken cancellationToken)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        try
        {
            await using var run = new ExperimentRun(order, configuration, TimeProvider.System);
            var invalid = await run.RunAsync(cancellationToken);
            await ReportCommand.WriteAsync(order.Bundle, cancellationToken);
            return invalid > 0 ? 1 : 0;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(
                $"Interrupted. What is finished is kept; go on with:\n  ./dibs experiment run --resume {order.Bundle.Folder}");
            return 2;
        }
    }
}
