using DotNet.Testcontainers.Builders;
using Testcontainers.RabbitMq;

namespace Dibs.Infrastructure.Tests.Servers;

// Left out of compilation where Testcontainers cannot be had (eng/restricted-feed).
public sealed partial class RabbitMqServer
{
    private const string Image = "rabbitmq:4";

    static partial void UseContainers(ref Func<Task<TestServer?>> start) => start = StartContainerAsync;

    private static async Task<TestServer?> StartContainerAsync()
    {
        try
        {
            var container = new RabbitMqBuilder(Image).Build();
            await container.StartAsync();
            return new TestServer(container.GetConnectionString(), $"the container {Image}", container.DisposeAsync);
        }
        catch (DockerUnavailableException)
        {
            return null;
        }
    }
}
