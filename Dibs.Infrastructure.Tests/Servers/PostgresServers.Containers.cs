using System.Text.RegularExpressions;
using DotNet.Testcontainers.Builders;
using Testcontainers.PostgreSql;

namespace Dibs.Infrastructure.Tests.Servers;

// Left out of compilation where Testcontainers cannot be had (eng/restricted-feed).
public sealed partial class PostgresServers
{
    private const string Image = "postgres:17";

    static partial void UseContainers(ref Func<Task<TestServer?>> start) => start = StartContainerAsync;

    private static async Task<TestServer?> StartContainerAsync()
    {
        try
        {
            var container = new PostgreSqlBuilder(Image).WithCommand([.. Settings()]).Build();
            await container.StartAsync();
            return new TestServer(container.GetConnectionString(), $"the container {Image}", container.DisposeAsync);
        }
        catch (DockerUnavailableException)
        {
            return null;
        }
    }

    /// <summary>
    /// Ours, on the command line: the last word counts there, and Testcontainers switches fsync off, without which a test of
    /// a crash proves nothing.
    /// </summary>
    private static IEnumerable<string> Settings()
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "postgres", "postgresql.conf"));
        return lines.Select(line => Setting().Match(line)).Where(match => match.Success)
            .SelectMany(match => new[] { "-c", $"{match.Groups["name"].Value}={match.Groups["value"].Value}" });
    }

    [GeneratedRegex(@"^(?<name>[a-z_]+)\s*=\s*'?(?<value>[^'#]*?)'?\s*(#.*)?$")]
    private static partial Regex Setting();
}
