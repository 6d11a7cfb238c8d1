using System.Globalization;
using System.Text;
using Dibs.Experiments.Analysing;
using Dibs.Experiments.Bundles;

namespace Dibs.Experiments.Reporting;

/// <summary>Writes what a bundle says: report.html, summary.md, csv/ and plots/.</summary>
internal static class Report
{
    /// <summary>Runs of which each plot is in the page; the plots of all are in plots/.</summary>
    private const int RunsInPage = 120;

    /// <exception cref="ChartException">The charts could not be drawn; all else is there.</exception>
    public static async Task WriteAsync(Bundle bundle, Analysis analysis, CancellationToken cancellationToken)
    {
        var tables = Tables.Make(analysis).Where(table => table.Rows.Count > 0).ToList();
        var csv = Directory.CreateDirectory(Path.Combine(bundle.Folder, "csv")).FullName;
        foreach (var table in tables) table.WriteCsv(csv);
        var findings = Findings.Of(analysis);
        await File.WriteAllTextAsync(Path.Combine(bundle.Folder, "summary.md"), Summary(analysis, findings, tables),
            cancellationToken);

        List<Chart> figures = [.. FigureCharts.Make(analysis)];
        List<Chart> shares = [.. ShareCharts.Make(analysis)];
        var runs = analysis.Runs.Select(run => (Run: run, Charts: RunCharts.Make(run).ToList())).ToList();
        var drawn = await ChartRenderer.DrawAsync(
            [.. figures, .. shares, .. runs.SelectMany(run => run.Charts)], Path.Combine(bundle.Folder, "plots"),
                cancellationToken);
        var page = Page(bundle, analysis, findings, tables, figures, shares, runs, drawn);
        await File.WriteAllTextAsync(bundle.ReportPath + ".new", page, cancellationToken);
        File.Move(bundle.ReportPath + ".new", bundle.ReportPath, overwrite: true);
    }

    private static string Page(
        Bundle bundle, Analysis analysis, IReadOnlyList<Finding> findings, List<Table> tables, List<Chart> figures,
            List<Chart> shares,
        List<(RunFigures Run, List<Chart> Charts)> runs, IReadOnlyDictionary<string, string> drawn)
    {
        Table? Find(string name) => tables.Find(table => table.Name == name);
        void Add(HtmlPage page, params string[] names)
        {
            foreach (var table in names.Select(Find).OfType<Table>()) page.Table(table);
        }

        var page = new HtmlPage($"Experiment {analysis.Facts.Name}")
            .Paragraph($"{analysis.Runs.Count} runs, begun "
                + $"{analysis.Facts.StartedAt.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC. How "
                    + $"to read the plots and what may mislead stands in docs/experiments.md.")
            .Findings(findings);
        Add(page, "violations", "cells");
        page.Heading("Over load", "load").Charts(figures, drawn);
        page.Heading("Comparison", "comparison");
        Add(page, "comparisons");
        page.Charts(shares, drawn);
        page.Heading("Outcomes and phases", "outcomes");
        Add(page, "outcomes", "phases", "faults");
        page.Heading("Every run", "runs");
        Add(page, "runs");
        foreach (var (run, charts) in runs.Take(RunsInPage))
            page.Folded($"{run.Record.What}{(run.Record.Invalid ? ": INVALID" : "")}", folded =>
                folded.Charts(charts, drawn));
        if (runs.Count > RunsInPage) page.Paragraph($"The plots of {runs.Count - RunsInPage} more runs are in plots/.");
        return page.Heading("Made with", "facts").Facts(FactsOf(analysis.Facts)).Heading("Config", "config")
            .Code(bundle.Config).ToString();
    }

    public static IEnumerable<KeyValuePair<string, string>> FactsOf(BundleFacts facts) =>
    [
        new("preset", facts.Preset), new("seed", facts.Seed.ToString(CultureInfo.InvariantCulture)),
            new("request sequence", facts.SequenceHash[..16]),
        new("commit", facts.Commit), .. facts.Machine, .. facts.Versions.Where(version => version.Key != "dibs"),
        .. facts.Capacity.Select(one => new KeyValuePair<string,
            string>($"capacity of {one.Key}", FormattableString.Invariant($"{one.Value:0}/s"))),
    ];

    private static string Summary(Analysis analysis, IReadOnlyList<Finding> findings, List<Table> tables)
    {
        var text = new StringBuilder();
        text.Append("# Experiment ").AppendLine(analysis.Facts.Name).AppendLine();
        foreach (var finding in findings) text.Append("- ").Append(finding.Good ? "" : "**Note:** ")
            .AppendLine(finding.Text);
        text.AppendLine();
        foreach (var (key, value) in FactsOf(analysis.Facts)) text.Append("- ").Append(key).Append(": ")
            .AppendLine(value);
        foreach (var table in tables.Where(table => table.Name != "runs"))
            text.AppendLine().Append("## ").AppendLine(table.Title.TrimEnd('.')).AppendLine().AppendLine(table.Says)
                .AppendLine().Append(table.ToMarkdown());
        return text.ToString();
    }
}
