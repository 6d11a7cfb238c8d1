using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Dibs.Web.Experiments;

/// <summary>
/// Reads the bundles beneath <c>Experiments:Directory</c>, once a second for all who look. Nothing is ever addressed by what
/// a browser says: its words are only compared with the names that are there, so there is no way out of the directory.
/// </summary>
internal sealed class ExperimentFolders(IOptions<ExperimentOptions> options, TimeProvider clock) : IExperiments, IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly EnumerationOptions NoLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };

    private readonly SemaphoreSlim _reading = new(1);
    private (long At, ExperimentsReading Reading)? _last;

    public async Task<ExperimentsReading> ReadAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Directory is not { Length: > 0 } directory) return new ExperimentsReading.NotConfigured();
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || clock.GetElapsedTime(last.At) >= Lifetime)
                _last = last = (clock.GetTimestamp(), await ReadAsync(directory, cancellationToken));
            return last.Reading;
        }
        finally
        {
            _reading.Release();
        }
    }

    public string? PathOf(string folder, string file)
    {
        if (options.Value.Directory is not { Length: > 0 } directory || !Directory.Exists(directory)) return null;
        var bundle = Directory.EnumerateDirectories(directory, "*", NoLinks).FirstOrDefault(path => Path.GetFileName(path) == folder);
        return bundle is not null && FilesOf(bundle).Contains(file) ? Path.Combine(bundle, file) : null;
    }

    public void Dispose() => _reading.Dispose();

    private static async Task<ExperimentsReading> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        try
        {
            // The first experiment makes it.
            if (!Directory.Exists(directory)) return new ExperimentsReading.All([]);
            var runs = new List<ExperimentRun>();
            foreach (var bundle in Directory.EnumerateDirectories(directory, "*", NoLinks))
            {
                var status = Path.Combine(bundle, "status.json");
                if (!File.Exists(status)) continue;
                runs.Add(new ExperimentRun(Path.GetFileName(bundle), await StatusOfAsync(status, cancellationToken), FilesOf(bundle)));
            }

            return new ExperimentsReading.All([
                .. runs.OrderByDescending(run => run.Status?.StartedAt ?? DateTimeOffset.MinValue)
                    .ThenBy(run => run.Folder, StringComparer.Ordinal)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ExperimentsReading.Unreadable(directory, exception.Message);
        }
    }

    private static async Task<ExperimentStatus?> StatusOfAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            var status = JsonSerializer.Deserialize<ExperimentStatus>(text, Json);
            return status is { Name: not null, Preset: not null, State: not null } ? status : null;
        }
        catch (JsonException)
        {
            // The page says so, beside the others.
            return null;
        }
    }

    /// <summary>The report, tables beside it, and the rows of each run.</summary>
    private static List<string> FilesOf(string bundle)
    {
        var runs = Path.Combine(bundle, "runs");
        return
        [
            .. Names(bundle).Where(name => name == ExperimentRun.Report || IsTable(name)),
            .. Directory.Exists(runs) ? Names(runs).Where(IsTable).Select(name => "runs/" + name) : [],
        ];
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(folder, "*", NoLinks).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static bool IsTable(string name) =>
        name.EndsWith(".csv", StringComparison.Ordinal) || name.EndsWith(".csv.gz", StringComparison.Ordinal);
}

/// <summary>Section <c>Experiments</c> of the configuration.</summary>
internal sealed class ExperimentOptions
{
    public const string Section = "Experiments";

    /// <summary>Where <c>./dibs experiment</c> keeps its bundles, one folder each. Not set by default: then there are none.</summary>
    public string? Directory { get; set; }
}
