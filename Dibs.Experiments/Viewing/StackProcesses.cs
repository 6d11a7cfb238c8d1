using System.Globalization;
using Dibs.Experiments.Stacks;

namespace Dibs.Experiments.Viewing;

/// <summary>What the operating system says of the stack's processes (Linux: /proc).</summary>
internal sealed class StackProcesses(IReadOnlyDictionary<string, int> processes)
{
    // sysconf(_SC_CLK_TCK) is 100 wherever .NET runs on Linux.
    private const double TicksPerSecond = 100;

    public static StackProcesses None { get; } = new(new Dictionary<string, int>());

    public bool IsEmpty => processes.Count == 0;

    public static async Task<StackProcesses> FindAsync(Launcher launcher, CancellationToken cancellationToken) =>
        new(await launcher.ProcessesAsync(cancellationToken));

    /// <summary>Memory of all instances that is in RAM, in KB.</summary>
    /// <param name="instance">One of them; null for all.</param>
    public long MemoryKb(string? instance) => processes
        .Where(part => part.Key.StartsWith(instance ?? "web", StringComparison.Ordinal))
        .Sum(part => MemoryKbOf(part.Value));

    /// <summary>Seconds of processor time that each part has used, by name.</summary>
    public Dictionary<string, double> CpuSeconds() => processes.ToDictionary(part => part.Key, part => CpuSecondsOf(part.Value));

    private static long MemoryKbOf(int process)
    {
        var line = Read($"/proc/{process}/status").Split('\n')
            .FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal), "0 0");
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    private static double CpuSecondsOf(int process)
    {
        // The name, in parentheses, may have blanks; fields are counted from after it.
        var text = Read($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 13 ? 0 : (Ticks(fields[11]) + Ticks(fields[12])) / TicksPerSecond;

        static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
    }

    // Empty for a process that is gone.
    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
