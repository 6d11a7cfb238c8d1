using Dibs.Web.Experiments;
using Dibs.Web.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace Dibs.Web.Tests.Experiments;

/// <summary>Bundles on a real disk.</summary>
public sealed class ExperimentFoldersTests : IDisposable
{
    private const string Status =
        """
        {"name":"Quick","preset":"quick","seed":42,"startedAt":"2026-11-22T10:00:00Z","updatedAt":"2026-11-22T10:01:00Z","state":"running",
         "runsDone":3,"runsTotal":8,"invalidRuns":1,"current":{"what":"saga, 50 clients","percent":42},"etaSeconds":90,"report":null}
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("dibs-experiments-").FullName;
    private readonly ManualClock _clock = new(Sample.Now);
    private readonly ExperimentFolders _folders;

    public ExperimentFoldersTests() =>
        _folders = new ExperimentFolders(Options.Create(new ExperimentOptions { Directory = Path.Combine(_root, "here") }), _clock);

    public void Dispose()
    {
        _folders.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Read_Bundles_NewestFirstWithTheirFiles()
    {
        Write("here/old/status.json", Status.Replace("T10:00", "T09:00", StringComparison.Ordinal));
        Write("here/new/status.json", Status);
        Write("here/new/report.html", "<p>");
        Write("here/new/rows.csv", "a");
        Write("here/new/runs/1.csv.gz", "a");
        Write("here/new/config.json", "{}");
        Write("here/broken/status.json", "{\"name\":");
        Directory.CreateDirectory(Path.Combine(_root, "here", "no-status"));

        var runs = Assert.IsType<ExperimentsReading.All>(await _folders.ReadAsync(CancellationToken.None)).Runs;

        Assert.Equal(["new", "old", "broken"], runs.Select(run => run.Folder));
        Assert.Equal(["report.html", "rows.csv", "runs/1.csv.gz"], runs[0].Files);
        var status = runs[0].Status!;
        Assert.Equal(("Quick", 3, 8, 1, 90d), (status.Name, status.RunsDone, status.RunsTotal, status.InvalidRuns, status.EtaSeconds));
        Assert.Equal(new ExperimentStep("saga, 50 clients", 42), status.Current);
        Assert.Null(runs[2].Status);
    }

    [Fact]
    public async Task Read_BeforeTheFirstExperiment_IsEmptyAndSeesItASecondLater()
    {
        Assert.Empty(Assert.IsType<ExperimentsReading.All>(await _folders.ReadAsync(CancellationToken.None)).Runs);

        Write("here/first/status.json", Status);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Single(Assert.IsType<ExperimentsReading.All>(await _folders.ReadAsync(CancellationToken.None)).Runs);
    }

    [Fact]
    public async Task Read_NoDirectoryGiven_IsNotConfigured()
    {
        using var folders = new ExperimentFolders(Options.Create(new ExperimentOptions()), _clock);

        Assert.IsType<ExperimentsReading.NotConfigured>(await folders.ReadAsync(CancellationToken.None));
        Assert.Null(folders.PathOf("bundle", "report.html"));
    }

    [Theory]
    [InlineData("..", "secret.csv")]
    [InlineData("bundle", "../../secret.csv")]
    [InlineData("bundle", "../other/report.html")]
    [InlineData("bundle/../..", "secret.csv")]
    [InlineData("bundle", "config.json")]
    [InlineData("bundle", "runs/../../../secret.csv")]
    [InlineData("bundle", "link.csv")]
    [InlineData("linked", "secret.csv")]
    [InlineData("", "secret.csv")]
    [InlineData("bundle", "/etc/passwd")]
    public void PathOf_WhatIsNotListed_IsNothing(string folder, string file)
    {
        Write("secret.csv", "x");
        Write("here/bundle/report.html", "<p>");
        Write("here/bundle/config.json", "{}");
        Write("here/bundle/runs/1.csv.gz", "");
        Write("here/other/report.html", "<p>");
        File.CreateSymbolicLink(Path.Combine(_root, "here", "bundle", "link.csv"), Path.Combine(_root, "secret.csv"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "here", "linked"), _root);

        Assert.Null(_folders.PathOf(folder, file));
        Assert.NotNull(_folders.PathOf("bundle", "report.html"));
        Assert.NotNull(_folders.PathOf("bundle", "runs/1.csv.gz"));
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
