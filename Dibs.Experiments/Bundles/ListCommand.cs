using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Dibs.Experiments.Bundles;

/// <summary><c>./dibs experiment list</c>: the bundles of this stack's folder.</summary>
internal static class ListCommand
{
    /// <summary>A status that says "running" and is older than this was left by an experiment that was killed.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var command = new Command("list", "The experiments in .dibs/experiments, the last one first.");
        command.SetAction(_ => Run(BundleFolder.Default));
        return command;
    }

    private static int Run(string folder)
    {
        var bundles = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(path => new Bundle(path)).Where(bundle => bundle.Exists)
                .Select(bundle => (Bundle: bundle, Facts: bundle.ReadFacts(), Status: StatusFile.Read(bundle)))
                .OrderByDescending(one => one.Facts.StartedAt).ToList()
            : [];
        if (bundles.Count == 0)
        {
            Console.Error.WriteLine($"No experiments in {folder} yet: ./dibs experiment run quick makes one.");
            return 0;
        }

        var table = new Table().AddColumns("Folder", "Preset", "Seed", "Begun", "State", "Runs", "Invalid");
        foreach (var (bundle, facts, status) in bundles)
        {
            table.AddRow([.. new[]
            {
                bundle.Folder, facts.Preset, Text(facts.Seed),
                    facts.StartedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                StateOf(status), $"{status?.RunsDone} of {facts.Runs}", Text(status?.InvalidRuns ?? 0),
            }.Select(Markup.Escape)]);
        }

        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        AnsiConsole.Write(table);
        return 0;
    }

    private static string StateOf(Status? status) => status switch
    {
        null => "unknown",
        { State: "running" } when TimeProvider.System.GetUtcNow() - status.UpdatedAt > Stale => "broken off",
        _ => status.State,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
