using System.CommandLine;
using Dibs.Experiments.Viewing;

namespace Dibs.Experiments;

/// <summary><c>./dibs experiment</c>: what Dibs does under load, as customers see it.</summary>
internal static class ExperimentCommand
{
    public static Command Create() => new("experiment", "Measures a running stack as its customers see it.")
    {
        ViewersCommand.Create(),
    };
}
