using System.Globalization;
using System.Text.RegularExpressions;

namespace Dibs.Experiments.Soaking;

/// <summary>Who made an attempt, and when.</summary>
internal sealed record Coordinator(string Instance, DateTimeOffset Started, Guid Booking, string Protocol);

/// <summary>
/// Says which instance coordinated an attempt, by what the instances logged: a prepared transaction does not tell. A line
/// that was not written yet when its instance was killed is missing: then the coordinator was killed.
/// </summary>
internal static partial class Coordinators
{
    public static async Task<IReadOnlyDictionary<Guid, Coordinator>> ReadAsync(
        string folder, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, Coordinator>();
        foreach (var file in Directory.EnumerateFiles(folder, "web*.log"))
        {
            var at = default(DateTimeOffset);
            await foreach (var line in File.ReadLinesAsync(file, cancellationToken))
            {
                // The console's entries have two lines: the time and the category, then the message.
                if (DateTimeOffset.TryParse(
                    line.Split(' ')[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                    at = time;
                if (Attempt().Match(line) is { Success: true } match)
                    found[Guid.Parse(match.Groups["attempt"].ValueSpan)] = new(
                        Path.GetFileNameWithoutExtension(file), at, Guid.Parse(match.Groups["booking"].ValueSpan),
                        match.Groups["protocol"].Value);
            }
        }

        return found;
    }

    [GeneratedRegex(
        "^ +Booking (?<booking>[0-9a-f-]{36}): (?<protocol>[a-z0-9-]+) begins attempt (?<attempt>[0-9a-f-]{36})$")]
    private static partial Regex Attempt();
}
