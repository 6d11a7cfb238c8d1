using System.Text.Json;

namespace Dibs.Web.Experiments;

/// <summary>One experiment, as its bundle's <c>status.json</c> tells.</summary>
/// <param name="Folder">The bundle's, by which its files are addressed.</param>
/// <param name="Status">Null where the file cannot be read.</param>
/// <param name="Files">What can be had of it: <c>report.html</c>, <c>summary.csv</c>, <c>runs/1.csv.gz</c>; by name.</param>
public sealed record ExperimentRun(string Folder, ExperimentStatus? Status, IReadOnlyList<string> Files)
{
    public const string Report = "report.html";

    public bool HasReport => Files.Contains(Report);

    public IEnumerable<string> Tables => Files.Where(file => file != Report);
}

/// <summary>The file's own fields; it is written whole about once a second while the experiment runs.</summary>
/// <param name="State"><c>running</c>, <c>finished</c>, <c>interrupted</c> or <c>failed</c>.</param>
/// <param name="InvalidRuns">Runs that did not keep the invariants: none of their figures counts.</param>
public sealed record ExperimentStatus(
    string Name, string Preset, JsonElement Seed, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, string State,
    int RunsDone, int RunsTotal, int InvalidRuns, ExperimentStep? Current, double? EtaSeconds)
{
    /// <summary>Whoever writes it says so once a second.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    public bool IsRunning(DateTimeOffset now) => State == "running" && now - UpdatedAt <= Silence;

    /// <summary>It says that it runs, and has been silent for too long.</summary>
    public bool IsLost(DateTimeOffset now) => State == "running" && !IsRunning(now);

    /// <summary>0 to 100, the run in progress counted in part.</summary>
    public double Percent => RunsTotal <= 0 ? 0 : Math.Clamp((RunsDone + (Current?.Percent ?? 0) / 100) / RunsTotal * 100, 0, 100);
}

/// <param name="What">"saga, 50 clients, repetition 3".</param>
public sealed record ExperimentStep(string What, double Percent);

/// <summary>What reading the experiments came to.</summary>
internal abstract record ExperimentsReading
{
    private ExperimentsReading()
    {
    }

    /// <param name="Runs">Newest first.</param>
    public sealed record All(IReadOnlyList<ExperimentRun> Runs) : ExperimentsReading;

    /// <param name="Why">In the words of the operating system.</param>
    public sealed record Unreadable(string Directory, string Why) : ExperimentsReading;

    /// <summary>This instance was not told where experiments are.</summary>
    public sealed record NotConfigured : ExperimentsReading;
}
