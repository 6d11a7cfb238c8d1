using System.CommandLine;
using Dibs.Experiments.Bundles;
using Dibs.Experiments.Reporting;
using Dibs.Experiments.Running;
using Dibs.Experiments.Viewing;

namespace Dibs.Experiments;

/// <summary><c>./dibs experiment</c>: what Dibs does under load, as customers see it.</summary>
internal static class ExperimentCommand
{
    public static Command Create() => new("experiment", "Measures Dibs under load and faults, as its customers see it.")
    {
        RunCommand.Create(),
        ReportCommand.Create(),
        CompareCommand.Create(),
        ListCommand.Create(),
        ViewersCommand.Create(),
    };
}
