using System.CommandLine;
using Dibs.Experiments.Analysing;
using Dibs.Experiments.Bundles;

namespace Dibs.Experiments.Reporting;

/// <summary><c>./dibs experiment report DIR</c>: analyses a bundle again. Exit 0 all runs valid, 1 some are not, 2 could not.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The experiment's folder." };
        var command = new Command("report",
            "Writes report.html, summary.md, csv/ and plots/ of an experiment again. 0 all runs valid, 1 some are "
                + "not, 2 could not.") { folder };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await WriteAsync(new Bundle(parsed.GetValue(folder)!), cancellationToken) > 0 ? 1 : 0;
            }
            catch (Exception exception) when (exception is BundleException or ChartException or FormatException or IOException)
            {
                await Console.Error.WriteLineAsync($"dibs: {exception.Message}");
                return 2;
            }
        });
        return command;
    }

    /// <returns>How many runs are invalid.</returns>
    public static async Task<int> WriteAsync(Bundle bundle, CancellationToken cancellationToken)
    {
        var analysis = Analysis.Of(bundle);
        await Report.WriteAsync(bundle, analysis, cancellationToken);
        await Console.Error.WriteLineAsync($"Written: {bundle.ReportPath}");
        foreach (var finding in Findings.Of(analysis).Where(finding =>
            !finding.Good)) await Console.Error.WriteLineAsync($"Note: {finding.Text}");
        return analysis.Invalid;
    }
}
