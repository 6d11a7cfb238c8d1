using System.Diagnostics;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>HAProxy with the settings of <c>./dibs up</c>, in front of instances of the test's own.</summary>
internal sealed class FaultHaproxy : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _statistics = new();
    private readonly Uri _table;

    /// <param name="instances">Those that it calls web1, web2, ...</param>
    public FaultHaproxy(params FaultInstance[] instances)
    {
        var (port, statistics) = (FreePort.Next(), FreePort.Next());
        Address = new Uri($"http://127.0.0.1:{port}");
        _table = new Uri($"http://127.0.0.1:{statistics}/;csv");
        var start = new ProcessStartInfo(Program, ["-db", "-f", Path.Combine(Repository.Root, "haproxy", "haproxy.cfg")])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DIBS_BIND"] = $"127.0.0.1:{port}";
        start.Environment["DIBS_STATS_BIND"] = $"127.0.0.1:{statistics}";
        foreach (var (i, instance) in instances.Index())
            start.Environment[$"DIBS_WEB{i + 1}"] = $"127.0.0.1:{instance.Port}";
        _process = Process.Start(start)!;
        // Read, so that it does not fill up.
        _process.BeginOutputReadLine();
    }

    public Uri Address { get; }

    private static string Program
    {
        get
        {
            // Debian keeps it where only root's PATH leads.
            var folders = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin".Split(':');
            return folders.Select(folder => Path.Combine(folder, "haproxy")).FirstOrDefault(File.Exists)
                ?? throw new InvalidOperationException("HAProxy is not installed: apt-get install haproxy.");
        }
    }

    /// <summary>Waits until it sends bookings to an instance, or no longer does.</summary>
    public Task SeesAsync(string name, bool up) =>
        Eventually.TrueAsync($"HAProxy sees {name} {(up ? "up" : "down")}", TimeSpan.FromSeconds(20), async () =>
        {
            try
            {
                var lines = (await _statistics.GetStringAsync(_table)).Split('\n');
                var status = lines[0].TrimStart('#', ' ').Split(',').ToList().IndexOf("status");
                var line = lines.Single(line => line.StartsWith($"api,{name},", StringComparison.Ordinal));
                return line.Split(',')[status].StartsWith("UP", StringComparison.Ordinal) == up;
            }
            catch (HttpRequestException)
            {
                // It has just been started.
                return false;
            }
        });

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _statistics.Dispose();
    }
}
