using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Experiments.Generating;

/// <summary>Brings databases to this version that no instance has seen.</summary>
internal static class Migrations
{
    public static async Task ApplyAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddSingleton(configuration).AddLogging().AddDatabases(configuration).BuildServiceProvider();
        foreach (var step in services.GetServices<ISetUpStep>()) await step.RunAsync(cancellationToken);
    }
}
