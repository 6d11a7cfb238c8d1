using System.IO.Compression;
using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;
using Dibs.Infrastructure.Tests.Analysing;

namespace Dibs.Infrastructure.Tests.Bundles;

public sealed class BundleTests : IDisposable
{
    private readonly Bundle _bundle = new(Directory.CreateTempSubdirectory("dibs-bundle").FullName);

    public void Dispose() => Directory.Delete(_bundle.Folder, recursive: true);

    [Fact]
    public void Finish_Rows_AreReadBackAsTheyWere()
    {
        Begin();
        var rows = Enum.GetValues<Outcome>().Select((outcome, i) => Made.Row(i, i * 0.123456, 12.5 + i, outcome))
            .ToList();
        _bundle.Finish(Made.Run(Made.Cell()), rows);

        var read = _bundle.ReadRows(_bundle.ReadRuns().Single().Id);

        Assert.Equal(rows.Select(row => (row.Index, row.Outcome, row.Booking, row.Seats)),
            read.Select(row => (row.Index, row.Outcome, row.Booking, row.Seats)));
        Assert.All(rows.Zip(read), pair => Assert.Equal(pair.First.Seconds, pair.Second.Seconds, 5));
    }

    [Fact]
    public void Finish_Rows_BeginWithTheColumnsOfTheThesis()
    {
        Begin();
        _bundle.Finish(Made.Run(Made.Cell()), [Made.Row(0, 1.5, 250), Made.Row(1, 2, 100, Outcome.LostRace)]);

        using var zip = new GZipStream(File.OpenRead(Directory.GetFiles(_bundle.Folder, "*.csv.gz",
            SearchOption.AllDirectories).Single()), CompressionMode.Decompress);
        using var text = new StreamReader(zip);
        var lines = text.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);

        Assert.StartsWith("time,reservation_duration,was_successful,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("1.5,0.25,True,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2,0.1,False,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Has_RunWithRowsButWithoutRecord_WasNotFinished()
    {
        Begin();
        var run = Made.Run(Made.Cell());
        _bundle.Finish(run, [Made.Row(0, 1, 2)]);
        Assert.True(_bundle.Has(run.Id));

        // As after SIGKILL between the two.
        File.Delete(Directory.GetFiles(_bundle.Folder, $"{run.Id}.json", SearchOption.AllDirectories).Single());

        Assert.False(_bundle.Has(run.Id));
        Assert.Empty(_bundle.ReadRuns());
    }

    [Fact]
    public void ReadFacts_NoBundle_SaysSo() =>
        Assert.Contains("is no experiment's folder", Assert.Throws<BundleException>(() => _bundle.ReadFacts()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_SpoiltRows_NamesFileAndRow()
    {
        var path = Path.Combine(_bundle.Folder, "spoilt.csv.gz");
        using (var text = new StreamWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest)))
        {
            text.WriteLine("time,reservation_duration,was_successful,outcome,status,seats,request,client,sent,done,booking");
            text.WriteLine("1,1,True,Maybe,201,1,0,1,1,2,7d5f4f3e-0000-8000-8000-000000000000");
        }

        var message = Assert.Throws<FormatException>(() => RowsFile.Read(path)).Message;

        Assert.Contains("spoilt.csv.gz, row", message, StringComparison.Ordinal);
        Assert.Contains("Maybe", message, StringComparison.Ordinal);
    }

    private void Begin() => _bundle.Begin("{}", Facts.Of(1));
}

internal static class Facts
{
    public static BundleFacts Of(int runs) => new(
        Guid.NewGuid(), "test", "custom", 1, runs, new string('a', 64), DateTimeOffset.UnixEpoch, "unknown",
        new Dictionary<string, string> { ["cores"] = "2" }, new Dictionary<string, string> { ["dotnet"] = "10" },
            new Dictionary<string, double>());
}
