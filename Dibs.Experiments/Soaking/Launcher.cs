using System.Diagnostics;
using System.Text.Json;

namespace Dibs.Experiments.Soaking;

/// <summary><c>./dibs</c>, which faults and starts the parts of the stack in DIBS_HOME.</summary>
internal sealed class Launcher(string program)
{
    /// <summary>Runs one command to its end.</summary>
    /// <returns>What it wrote on stderr if it failed; null when it did not.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        (await AskAsync(cancellationToken, arguments)).Error;

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
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        // Both pipes are read, so that neither fills up and holds the command.
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (await output, process.ExitCode == 0 ? null : $"dibs {string.Join(' ', arguments)}: {error.Trim()}");
    }
}
