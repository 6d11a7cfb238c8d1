using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Dibs.Experiments.Bundles;
using Dibs.Infrastructure.Checking;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;

namespace Dibs.Experiments.Running;

/// <summary>What the machine is, what runs on it, and how busy it is.</summary>
internal static class Machine
{
    private const int Work = 20_000_000;

    public static IReadOnlyDictionary<string, string> Facts() => new Dictionary<string, string>
    {
        ["processor"] = FromFile("/proc/cpuinfo", "model name") ?? "unknown",
        ["cores"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        ["memory"] = string.Create(
            CultureInfo.InvariantCulture,
                $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024.0 / 1024 / 1024:0.0} GiB"),
        ["system"] = FromFile("/etc/os-release", "PRETTY_NAME")?.Trim('"') ?? RuntimeInformation.OSDescription,
        ["kernel"] = Environment.OSVersion.Version.ToString(),
        ["load average"] = LoadAverage().ToString("0.0", CultureInfo.InvariantCulture),
    };

    public static async Task<IReadOnlyDictionary<string, string>> VersionsAsync(
        CheckedDatabases databases, IConfiguration configuration, CancellationToken cancellationToken)
    {
        var postgres = await CheckedDatabases.QueryAsync(
            "bookings", databases.Bookings, "show server_version", row => row.GetString(0), cancellationToken);
        await using var broker = await new ConnectionFactory { Uri = new Uri(configuration["RabbitMq:Uri"]!) }
            .CreateConnectionAsync(cancellationToken);
        return new Dictionary<string, string>
        {
            ["dibs"] = configuration["DIBS_COMMIT"] ?? "unknown",
            ["dotnet"] = RuntimeInformation.FrameworkDescription,
            ["postgresql"] = postgres[0],
            ["rabbitmq"] = broker.ServerProperties?.TryGetValue("version", out var version) == true
                && version is byte[] text
                ? System.Text.Encoding.UTF8.GetString(text) : "unknown",
            ["haproxy"] = configuration["DIBS_HAPROXY_VERSION"] ?? "unknown",
        };
    }

    /// <summary>How busy it is, and how fast one core is at a fixed piece of work: other tenants show in both.</summary>
    public static MachineState Look()
    {
        var started = Stopwatch.GetTimestamp();
        var sum = 0u;
        for (var i = 0u; i < Work; i++) sum = (sum * 1664525u) + i;
        GC.KeepAlive(sum);
        return new(LoadAverage(), Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    private static double LoadAverage() =>
        File.Exists("/proc/loadavg") && double.TryParse(
            File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture, out var load) ? load : 0;

    /// <summary>The value after the key's = or : in a file of the system.</summary>
    private static string? FromFile(string path, string key) => File.Exists(path)
        ? File.ReadLines(path).Where(line => line.StartsWith(key, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOfAny([':', '=']) + 1)..].Trim()).FirstOrDefault()
        : null;
}
