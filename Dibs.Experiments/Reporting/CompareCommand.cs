using System.CommandLine;
using Dibs.Experiments.Analysing;
using Dibs.Experiments.Bundles;

namespace Dibs.Experiments.Reporting;

/// <summary><c>./dibs experiment compare A B</c>: two bundles side by side. Exit as of <c>report</c>.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("A") { Description = "The folder of one experiment." };
        var second = new Argument<string>("B") { Description = "The folder of another." };
        var output = new Option<string?>("--out")
        {
            Description = "Folder for compare.html, compare.md and plots; "
            + "default: compare in the folder of B."
        };
        var command = new Command("compare",
            "Puts two experiments side by side. 0 all runs valid, 1 some are not, 2 could not.") { first, second,
            output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await WriteAsync(
                    new(parsed.GetValue(first)!), new(parsed.GetValue(second)!), parsed.GetValue(output),
                        cancellationToken);
            }
            catch (Exception exception) when (exception is BundleException or ChartException or FormatException or IOException)
            {
                await Console.Error.WriteLineAsync($"dibs: {exception.Message}");
                return 2;
            }
        });
        return command;
    }

    private static async Task<int> WriteAsync(Bundle first, Bundle second, string? output,
        CancellationToken cancellationToken)
    {
        var (a, b) = (Analysis.Of(first), Analysis.Of(second));
        var pairs = PairsOf(a, b);
        if (pairs.Count == 0)
            throw new BundleException("The two have no protocol under the same load and conditions in common.");
        var folder = Directory.CreateDirectory(output ?? Path.Combine(second.Folder, "compare")).FullName;
        var table = TableOf(pairs);
        var note = SequenceNote(a.Facts, b.Facts);
        await File.WriteAllTextAsync(Path.Combine(folder, "compare.md"),
            $"# {a.Facts.Name} and {b.Facts.Name}\n\n{note}\n\n{table.ToMarkdown()}", cancellationToken);
        Console.Write(table.ToMarkdown());

        List<Chart> charts = [.. CompareCharts.Make(pairs)];
        var drawn = await ChartRenderer.DrawAsync(charts, Path.Combine(folder, "plots"), cancellationToken);
        var page = new HtmlPage($"{a.Facts.Name} and {b.Facts.Name}")
            .Paragraph($"A is {first.Folder}, B is {second.Folder}. {note}")
            .Findings(Findings.Of(a).Select(finding => finding with { Text = "A: " + finding.Text })
                .Concat(Findings.Of(b).Select(finding => finding with { Text = "B: " + finding.Text })))
            .Table(table).Charts(charts, drawn)
            .Heading("A was made with", "a").Facts(Report.FactsOf(a.Facts)).Heading("B was made with", "b")
                .Facts(Report.FactsOf(b.Facts));
        var path = Path.Combine(folder, "compare.html");
        await File.WriteAllTextAsync(path, page.ToString(), cancellationToken);
        await Console.Error.WriteLineAsync($"Written: {path}");
        return a.Invalid + b.Invalid > 0 ? 1 : 0;
    }

    private static List<PairFigures> PairsOf(Analysis a, Analysis b)
    {
        List<PairFigures> pairs = [.. a.Cells.Join(b.Cells, cell => cell.Cell, cell => cell.Cell, Analysis.Pair)];
        return [.. pairs.Zip(Comparison.Holm([.. pairs.Select(pair => pair.P)]), (pair, holm) =>
            pair with { Holm = holm })];
    }

    private static string SequenceNote(BundleFacts a, BundleFacts b) => a.SequenceHash == b.SequenceHash
        ? "Both asked for the same, request by request."
        : "They did not ask for the same: configs or seeds differ.";

    private static Table TableOf(List<PairFigures> pairs) => new(
        "compare", "A and B.",
        "Means over repetitions with 95 % confidence intervals; ratio of medians, above 1 when A is slower; "
            + "Mann-Whitney U over the medians of runs, corrected (Holm); Cliff's delta over requests.",
        ["protocol", "load", "condition", "p50 A, ms", "p50 B, ms", "p99 A, ms", "p99 B, ms", "success A", "success B",
            "sold/s A", "sold/s B", "ratio of p50", "p (Holm)", "Cliff's delta", "difference", "valid"],
        [.. pairs.Select(pair => (IReadOnlyList<Field>)
        [
            pair.First.Cell.Protocol, Tables.Load(pair.First), pair.First.Cell.Condition,
            Tables.In(pair.First.P50Ms, "0.0"), Tables.In(pair.Second.P50Ms, "0.0"),
            Tables.In(pair.First.P99Ms, "0.0"), Tables.In(pair.Second.P99Ms, "0.0"),
            Tables.In(pair.First.SuccessRate, "0.0 %"), Tables.In(pair.Second.SuccessRate, "0.0 %"),
            Tables.In(pair.First.SoldPerSecond, "0.0"), Tables.In(pair.Second.SoldPerSecond, "0.0"),
            Field.Of(pair.Ratio, "0.00"), Field.Of(pair.Holm, "0.000"),
            Field.Of(pair.Delta, "0.00"), Comparison.MagnitudeOf(pair.Delta), pair.First.Invalid || pair.Second.Invalid
            ? "INVALID" : "yes",
        ])]);
}
