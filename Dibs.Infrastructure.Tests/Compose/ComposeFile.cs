using System.Diagnostics.CodeAnalysis;
using Dibs.Infrastructure.Tests.Servers;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Dibs.Infrastructure.Tests.Compose;

/// <summary>docker-compose.yml, with its anchors and merges resolved. An unknown word is an error.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the parser.")]
internal sealed class ComposeFile
{
    public Dictionary<string, ComposeService> Services { get; init; } = [];

    public Dictionary<string, string?> Volumes { get; init; } = [];

    public IEnumerable<KeyValuePair<string, ComposeService>> Databases =>
        Services.Where(service => service.Key.EndsWith("-db", StringComparison.Ordinal));

    public IEnumerable<KeyValuePair<string, ComposeService>> Instances =>
        Services.Where(service => service.Key.StartsWith("web", StringComparison.Ordinal));

    public static ComposeFile Read()
    {
        using var text = File.OpenText(Path.Combine(Repository.Root, "docker-compose.yml"));
        // In two steps: what starts with x- is only there to be merged, and is not looked at by itself.
        var all = new DeserializerBuilder().Build()
            .Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(text)));
        var looked = all.Where(part => !part.Key.StartsWith("x-", StringComparison.Ordinal)).ToDictionary();
        return new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance).WithDuplicateKeyChecking().Build()
            .Deserialize<ComposeFile>(new SerializerBuilder().DisableAliases().Build().Serialize(looked));
    }
}

internal sealed class ComposeService
{
    public string Image { get; init; } = "";

    public string? Build { get; init; }

    public List<string> Command { get; init; } = [];

    public string? Hostname { get; init; }

    public Dictionary<string, string> Environment { get; init; } = [];

    public Dictionary<string, ComposeDependency> DependsOn { get; init; } = [];

    public ComposeHealth? Healthcheck { get; init; }

    public List<string> Ports { get; init; } = [];

    public List<string> Volumes { get; init; } = [];

    public string? StopGracePeriod { get; init; }

    public string? ShmSize { get; init; }

    public List<string> DnsOpt { get; init; } = [];

    public string? Restart { get; init; }

    /// <summary>Files and folders of ours, each with its place in the container.</summary>
    public IEnumerable<(string Source, string Target, string Mode)> Mounts => Volumes
        .Where(volume => volume.StartsWith("./", StringComparison.Ordinal))
        .Select(volume => volume.Split(':'))
        .Select(parts => (parts[0][2..], parts[1], parts.Length > 2 ? parts[2] : ""));
}

internal sealed class ComposeDependency
{
    public string? Condition { get; init; }
}

internal sealed class ComposeHealth
{
    public List<string> Test { get; init; } = [];

    public string? Interval { get; init; }

    public string? Timeout { get; init; }

    public int Retries { get; init; }
}
