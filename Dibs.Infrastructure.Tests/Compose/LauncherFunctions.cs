using System.Diagnostics;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Compose;

/// <summary>What the launcher itself says of its parts: its functions, asked one by one.</summary>
internal static class LauncherFunctions
{
    /// <summary>The lines that a function prints, for a stack on port 8080 with two instances.</summary>
    public static IReadOnlyList<string> Ask(params string[] call)
    {
        const string Script = """
            set -eu
            repo="$1" port=8080 instances=2
            source "$repo/eng/launcher/state.sh"
            "${@:2}"
            """;
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", Script, "bash", Repository.Root, .. call])
        {
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static string Source(string file) => File.ReadAllText(Path.Combine(Repository.Root, "eng", file));
}
