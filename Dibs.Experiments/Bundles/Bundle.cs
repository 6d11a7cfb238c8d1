using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dibs.Experiments.Loading;

namespace Dibs.Experiments.Bundles;

/// <summary>What a bundle was made of and on. Written when it begins.</summary>
/// <param name="Id">Part of every idempotency key, so that no other experiment's booking answers.</param>
/// <param name="Preset">The preset's name, or "custom".</param>
/// <param name="SequenceHash">The same config and seed give the same one.</param>
/// <param name="Capacity">Bookings a second that each protocol managed, where rates are relative to it.</param>
internal sealed record BundleFacts(
    Guid Id, string Name, string Preset, int Seed, int Runs, string SequenceHash, DateTimeOffset StartedAt,
        string Commit,
    IReadOnlyDictionary<string, string> Machine, IReadOnlyDictionary<string, string> Versions,
    IReadOnlyDictionary<string, double> Capacity);

/// <summary>This folder is no bundle, or not a whole one.</summary>
internal sealed class BundleException(string message) : Exception(message);

/// <summary>The folder of one experiment. docs/experiments.md lists what is in it.</summary>
internal sealed class Bundle(string folder)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public string Folder { get; } = Path.GetFullPath(folder);

    public string ConfigPath => Path.Combine(Folder, "config.json");

    public string FactsPath => Path.Combine(Folder, "bundle.json");

    public string StatusPath => Path.Combine(Folder, "status.json");

    public string ReportPath => Path.Combine(Folder, "report.html");

    public bool Exists => File.Exists(FactsPath) && File.Exists(ConfigPath);

    /// <summary>The config as it was given.</summary>
    public string Config => File.ReadAllText(ConfigPath);

    /// <exception cref="BundleException">It is not there or cannot be read.</exception>
    public BundleFacts ReadFacts() => Exists
        ? Read<BundleFacts>(FactsPath)
        : throw new BundleException($"{Folder} is no experiment's folder: there is no bundle.json with a config.json in it.");

    public void Begin(string config, BundleFacts facts)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "runs"));
        File.WriteAllText(ConfigPath, config);
        Write(facts);
    }

    public void Write(BundleFacts facts) => WriteWhole(FactsPath, facts);

    /// <summary>Whether the run was finished, now or before an interruption.</summary>
    public bool Has(string run) => File.Exists(RecordPath(run));

    /// <summary>Rows first: with its record a run is finished.</summary>
    public void Finish(RunRecord record, IReadOnlyList<RequestRow> rows)
    {
        RowsFile.Write(RowsPath(record.Id), rows);
        WriteWhole(RecordPath(record.Id), record);
    }

    /// <summary>Of all finished runs, in their order.</summary>
    public IReadOnlyList<RunRecord> ReadRuns() => Directory.Exists(Path.Combine(Folder, "runs"))
        ? [.. Directory.EnumerateFiles(Path.Combine(Folder, "runs"), "*.json").Order(StringComparer.Ordinal)
            .Select(Read<RunRecord>)]
        : [];

    public IReadOnlyList<RequestRow> ReadRows(string run) => RowsFile.Read(RowsPath(run));

    /// <summary>A reader sees the old one or the new one, never half.</summary>
    public static void WriteWhole<T>(string path, T value)
    {
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(value, Json));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path),
                Json) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new BundleException($"{path} cannot be read: {exception.Message}");
        }
    }

    private string RowsPath(string run) => Path.Combine(Folder, "runs", $"{run}.csv.gz");

    private string RecordPath(string run) => Path.Combine(Folder, "runs", $"{run}.json");
}
