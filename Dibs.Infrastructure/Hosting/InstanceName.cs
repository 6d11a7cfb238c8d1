using Microsoft.Extensions.Configuration;

namespace Dibs.Infrastructure.Hosting;

/// <summary>What this process is called in logs, decisions and <c>./dibs status</c>: <c>Dibs:Instance</c>, or the machine's name.</summary>
internal sealed record InstanceName(string Value)
{
    public static InstanceName Of(IConfiguration configuration) =>
        new(configuration["Dibs:Instance"] is { Length: > 0 and <= 60 } name ? name : Environment.MachineName);
}
