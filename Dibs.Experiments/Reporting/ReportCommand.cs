using System.CommandLine;
using Dibs.Experiments.Bundles;
namespace Dibs.Experiments.Reporting;
internal static class ReportCommand
{
    public static Command Create() => new("report", "x");
    public static Task WriteAsync(Bundle bundle, CancellationToken cancellationToken) => Task.CompletedTask;
}
internal static class CompareCommand
{
    public static Command Create() => new("compare", "x");
}
