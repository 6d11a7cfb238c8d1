using System.Globalization;
using Dibs.Web.Components.Shared;
using Dibs.Web.Experiments;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Experiments;

/// <summary>One experiment: what it was, how far it is, whether its figures count, and its files.</summary>
public sealed partial class ExperimentCard
{
    [Parameter, EditorRequired] public ExperimentRun Run { get; set; } = null!;

    /// <summary>When it was read: one that has been silent for long does not run any more.</summary>
    [Parameter, EditorRequired] public DateTimeOffset Now { get; set; }

    private string StateWord => Run.Status!.IsLost(Now) ? "no longer running" : Run.Status.State;

    private string StateClass => Run.Status!.IsLost(Now) ? "lost" : Run.Status.State switch
    {
        "running" or "finished" or "interrupted" => Run.Status.State,
        _ => "failed",
    };

    private string Percent => Run.Status!.Percent.ToString("0", CultureInfo.InvariantCulture) + " %";

    private string Took
    {
        get
        {
            var status = Run.Status!;
            var span = Words.Span((status.IsRunning(Now) ? Now : status.UpdatedAt) - status.StartedAt);
            return status.IsRunning(Now) ? $"running for {span}" : $"ran for {span}";
        }
    }

    private string AddressOf(string file) =>
        $"/experiments/{Uri.EscapeDataString(Run.Folder)}/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}";

    private static bool IsRaw(string file) => file.StartsWith("runs/", StringComparison.Ordinal);
}
