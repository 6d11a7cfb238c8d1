using System.Text.RegularExpressions;
using Dibs.Experiments.Analysing;
using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;
using Dibs.Experiments.Reporting;
using Dibs.Infrastructure.Tests.Analysing;
using Dibs.Infrastructure.Tests.Bundles;

namespace Dibs.Infrastructure.Tests.Reporting;

/// <summary>Reports of known rows. Needs the chart library: <c>./dibs test</c> installs it and says where it is.</summary>
public sealed partial class ReportTests : IDisposable
{
    private readonly Bundle _bundle = new(Directory.CreateTempSubdirectory("dibs-report").FullName);

    public void Dispose() => Directory.Delete(_bundle.Folder, recursive: true);

    [Fact]
    public async Task Write_KnownRuns_TablesAreRightAndThePageNeedsNothingElse()
    {
        Begin(violations: []);

        await Report.WriteAsync(_bundle, Analysis.Of(_bundle), default);

        var cells = await File.ReadAllLinesAsync(Path.Combine(_bundle.Folder, "csv", "cells.csv"));
        // Means of the two runs' means 30 and 50, and of their medians.
        Assert.Contains(cells, line => line.StartsWith("2pc,10,random,2,", StringComparison.Ordinal)
            && line.Contains(",40,40,", StringComparison.Ordinal));
        Assert.Contains("All 4 runs are valid",
            await File.ReadAllTextAsync(Path.Combine(_bundle.Folder, "summary.md")), StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(_bundle.ReportPath);
        Assert.DoesNotMatch(Outside(), page);
        Assert.True(page.Split("<svg").Length > 12, "every chart is in the page");
        Assert.Contains("var(--teal)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("#fe00", page, StringComparison.Ordinal);
        foreach (var plot in new[] { "fill-1", "reservation-1", "success-1", "ecdf-1", "phases", "effects",
            "run-001-2pc-c10-n1-histogram", "run-001-2pc-c10-n1-scatter" })
        {
            Assert.True(new FileInfo(Path.Combine(_bundle.Folder, "plots", $"{plot}.svg")).Length > 1000, plot);
            Assert.Equal([0x89, 0x50, 0x4E,
                0x47], (await File.ReadAllBytesAsync(Path.Combine(_bundle.Folder, "plots", $"{plot}.png")))[..4]);
        }
    }

    [Fact]
    public async Task Write_InvalidRun_IsMarkedInTablesSummaryPageAndPlots()
    {
        Begin(violations: ["I2 someone: confirmed without tickets"]);

        await Report.WriteAsync(_bundle, Analysis.Of(_bundle), default);

        var page = await File.ReadAllTextAsync(_bundle.ReportPath);
        Assert.Contains("1 of 4 runs are INVALID", page, StringComparison.Ordinal);
        Assert.Contains("confirmed without tickets", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("<tr class=\"invalid\">").Length - 1);
        Assert.Contains("INVALID", await File.ReadAllTextAsync(Path.Combine(_bundle.Folder, "plots", "fill-1.svg")),
            StringComparison.Ordinal);
        Assert.Contains("INVALID", await File.ReadAllTextAsync(Path.Combine(_bundle.Folder, "summary.md")),
            StringComparison.Ordinal);
    }

    private void Begin(IReadOnlyList<string> violations)
    {
        _bundle.Begin("{}", Facts.Of(4));
        var (first, second) = (Made.Cell(), Made.Cell("saga"));
        _bundle.Finish(Made.Run(first, 1, 1, violations: violations), Made.Rows(10, 20, 30, 40, 50));
        _bundle.Finish(Made.Run(first, 2, 2), Made.Rows(30, 40, 50, 60, 70));
        _bundle.Finish(Made.Run(second, 3, 1), Made.Rows(110, 120, 130, 140, 150));
        _bundle.Finish(Made.Run(second, 4, 2), [.. Made.Rows(110, 120, 130), Made.Row(9, 0.5, 20, Outcome.LostRace)]);
    }

    [GeneratedRegex("""(src|href)="(?!#)|url\((?!#)|@import""")]
    private static partial Regex Outside();
}
