using System.Diagnostics;
using System.Text.Json;
using Dibs.Experiments.Bundles;

namespace Dibs.Infrastructure.Tests.Running;

/// <summary>
/// The preset <c>quick</c> for real, through HAProxy, at the stack that DIBS_HOME says (<c>./dibs test browser</c> starts one):
/// killed in the middle, and gone on with.
/// </summary>
[Trait("Category", "Experiment")]
public sealed class QuickExperimentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dibs-experiment").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_KilledInTheMiddleAndResumed_FinishesWithoutLosingOrRepeatingARun()
    {
        var bundle = new Bundle(Path.Combine(_folder, "quick"));
        using (var first = Start("run", "quick", "--running", "--out", bundle.Folder))
        {
            await Faults.Eventually.TrueAsync(
                "a run is finished", TimeSpan.FromMinutes(2), () => Task.FromResult(bundle.ReadRuns().Count > 0 || first.HasExited));
            Assert.False(first.HasExited, "It ended before it could be killed.");
            first.Kill();
            await first.WaitForExitAsync();
        }

        var finished = bundle.ReadRuns().ToDictionary(run => run.Id, run => run.StartedAt);
        using var second = Start("run", "--resume", bundle.Folder, "--running");
        await second.WaitForExitAsync();

        Assert.Equal(0, second.ExitCode);
        var runs = bundle.ReadRuns();
        Assert.Equal(8, runs.Count);
        Assert.All(finished, run => Assert.Equal(run.Value, runs.Single(other => other.Id == run.Key).StartedAt));
        Assert.All(runs, run => Assert.True(run.IsFull && !run.Invalid && run.SeatsSold == 120, run.Id));
        var bookings = runs.SelectMany(run => bundle.ReadRows(run.Id)).Select(row => row.Booking).ToList();
        Assert.Equal(bookings.Count, bookings.Distinct().Count());
        using var status = JsonDocument.Parse(await File.ReadAllTextAsync(bundle.StatusPath));
        Assert.Equal("finished", status.RootElement.GetProperty("state").GetString());
        Assert.Contains("All 8 runs are valid", await File.ReadAllTextAsync(bundle.ReportPath),
            StringComparison.Ordinal);
    }

    /// <summary>A server that is killed and started again in a run is met, is in the record, and ends neither the run nor its check.</summary>
    [Fact]
    public async Task Run_BookingsDatabaseKilledMeanwhile_GoesOnAndIsValid()
    {
        var config = Path.Combine(_folder, "killed.json");
        await File.WriteAllTextAsync(config,
            """
            {
              "protocols": ["2pc"], "loop": "open", "rates": [20], "seconds": 6, "halls": 2, "repeat": 1,
              "faults": [{ "name": "kill-bookings-db", "do": [{ "at": 2, "part": "bookings-db", "kind": "kill", "seconds": 0.5 }] }]
            }
            """);
        var bundle = new Bundle(Path.Combine(_folder, "killed"));

        using var run = Start("run", config, "--running", "--out", bundle.Folder);
        await run.WaitForExitAsync();

        Assert.Equal(0, run.ExitCode);
        var record = Assert.Single(bundle.ReadRuns());
        var fault = Assert.Single(record.Faults);
        Assert.Null(fault.Error);
        Assert.True(fault.At >= 1.9 && fault.Back > fault.At, fault.ToString());
        Assert.False(record.Invalid);
        Assert.True(record.SeatsSold > 0);
    }

    private static Process Start(params string[] arguments)
    {
        var launcher = Environment.GetEnvironmentVariable("DIBS_LAUNCHER")
            ?? throw new InvalidOperationException("Set DIBS_LAUNCHER and DIBS_HOME to those of a running stack, or "
                + "run ./dibs test browser.");
        return Process.Start(new ProcessStartInfo(launcher, ["experiment", .. arguments]))!;
    }
}
