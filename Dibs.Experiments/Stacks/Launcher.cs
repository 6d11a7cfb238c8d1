using System.Diagnostics;
using System.Text.Json;

namespace Dibs.Experiments.Stacks;

/// <summary><c>./dibs</c>, which faults and starts the parts of the stack in DIBS_HOME.</summary>
internal sealed class Launcher(string program)
{
    /// <summary>For the parts that are started from now on, beside what this process has.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; set; } = new Dictionary<string, string>();

    /// <summary>Runs one command to its end.</summary>
    /// <returns>What it wrote on stderr if it failed; null when it did not.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        (await AskAsync(cancellationToken, arguments)).Error;

    /// <summary>Runs one command that must not fail.</summary>
    /// <exception cref="InvalidOperationException">It did; the message is what it said.</exception>
    public async Task DoAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        if (await RunAsync(cancellationToken, arguments) is { } error) throw new InvalidOperationException(error);
    }

    /// <summary>Where each instance listens.</summary>
    /// <exception cref="InvalidOperationException">The launcher does not say.</exception>
    public async Task<IReadOnlyDictionary<string, Uri>> InstancesAsync(CancellationToken cancellationToken)
    {
        var parts = await PartsAsync(cancellationToken);
        return parts
            .Where(part => part.GetProperty("name").GetString()!.StartsWith("web", StringComparison.Ordinal))
            .ToDictionary(
                part => part.GetProperty("name").GetString()!,
                part => new Uri($"http://127.0.0.1:{part.GetProperty("port").GetInt32()}"));
    }

    /// <summary>The process of each part that runs; none where parts are containers.</summary>
    /// <exception cref="InvalidOperationException">The launcher does not say.</exception>
    public async Task<IReadOnlyDictionary<string, int>> ProcessesAsync(CancellationToken cancellationToken)
    {
        var parts = await PartsAsync(cancellationToken);
        return parts
            .Where(part => part.TryGetProperty("pid", out var pid) && pid.ValueKind == JsonValueKind.Number)
            .ToDictionary(part => part.GetProperty("name").GetString()!, part => part.GetProperty("pid").GetInt32());
    }

    private async Task<IReadOnlyList<JsonElement>> PartsAsync(CancellationToken cancellationToken)
    {
        var (output, error) = await AskAsync(cancellationToken, "status", "--json");
        if (error is not null) throw new InvalidOperationException(error);
        using var status = JsonDocument.Parse(output);
        return [.. status.RootElement.GetProperty("parts").EnumerateArray().Select(part => part.Clone())];
    }

    private async Task<(string Output, string? Error)> AskAsync(
        CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (key, value) in Settings) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        // Both pipes are read, so that neither fills up and holds the command.
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (await output, process.ExitCode == 0 ? null : $"dibs {string.Join(' ', arguments)}: {error.Trim()}");
    }
}
