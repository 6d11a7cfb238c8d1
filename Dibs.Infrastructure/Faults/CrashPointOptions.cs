using System.Globalization;
using Dibs.Domain.Protocols;
using Microsoft.Extensions.Configuration;

namespace Dibs.Infrastructure.Faults;

/// <summary>
/// What each <see cref="CrashPoint"/> does when it is reached, from <c>CrashPoints:&lt;name&gt;</c>: <c>kill</c> (the
/// process, as by SIGKILL), <c>pause 30</c> (the booking, for that many seconds), <c>stop</c> (the whole process, as by
/// SIGSTOP), or <c>throw</c>. Followed by <c>x3</c> it does so the first three times only; default is every time.
/// </summary>
internal sealed record ArmedPoint(CrashAction Action, TimeSpan Pause, int Times)
{
    /// <summary>The armed points by name.</summary>
    /// <exception cref="InvalidOperationException">A name or an action that there is not.</exception>
    public static IReadOnlyDictionary<string, ArmedPoint> Read(IConfiguration configuration)
    {
        var armed = new Dictionary<string, ArmedPoint>();
        foreach (var entry in configuration.GetSection("CrashPoints").GetChildren())
        {
            if (!CrashPoint.All.Contains(entry.Key))
                throw new InvalidOperationException(
                    $"CrashPoints:{entry.Key} is no crash point. There are: {string.Join(", ", CrashPoint.All)}.");
            armed[entry.Key] = Parse(entry.Key, entry.Value ?? "");
        }

        return armed;
    }

    private static ArmedPoint Parse(string name, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var times = int.MaxValue;
        if (words.Count > 1 && words[^1].StartsWith('x') && int.TryParse(words[^1][1..], out times)) words.RemoveAt(words.Count - 1);
        return words switch
        {
            ["kill"] => new ArmedPoint(CrashAction.Kill, TimeSpan.Zero, times),
            ["stop"] => new ArmedPoint(CrashAction.Stop, TimeSpan.Zero, times),
            ["throw"] => new ArmedPoint(CrashAction.Throw, TimeSpan.Zero, times),
            ["pause", var seconds] when double.TryParse(seconds, CultureInfo.InvariantCulture, out var value) && value is > 0 and <= 3600 =>
                new ArmedPoint(CrashAction.Pause, TimeSpan.FromSeconds(value), times),
            _ => throw new InvalidOperationException(
                $"CrashPoints:{name} is '{text}'; it must be kill, stop, throw or 'pause SECONDS', then perhaps xTIMES."),
        };
    }
}

internal enum CrashAction
{
    Kill,
    Stop,
    Pause,
    Throw,
}
