using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Saga;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Tests.Servers;

/// <summary>
/// The broker of ordinary tests, started when the first test asks for it: the one of <c>DIBS_TEST_RABBITMQ</c> if that is set,
/// else a container where a Docker engine answers, else a private one from this machine's own RabbitMQ.
/// </summary>
public sealed partial class RabbitMqServer : IAsyncLifetime
{
    private const string Variable = "DIBS_TEST_RABBITMQ";

    private TestServer? _server;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>The broker's address, with empty queues: what an earlier test left there is about other databases.</summary>
    internal async Task<string> FreshAsync()
    {
        _server ??= await StartAsync();
        var factory = new ConnectionFactory { Uri = new Uri(_server.ConnectionString) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queues = new SagaQueues(Options.Create(new BrokerOptions()));
        await queues.DeclareAsync(channel, CancellationToken.None);
        foreach (var queue in queues.All)
            await channel.QueuePurgeAsync(queue);
        return _server.ConnectionString;
    }

    /// <summary>Gives the way to a container, where Testcontainers is compiled in (RabbitMqServer.Containers.cs).</summary>
    /// <param name="start">Answers null where no Docker engine does.</param>
    static partial void UseContainers(ref Func<Task<TestServer?>> start);

    private static async Task<TestServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return new TestServer(given, Variable);

        Func<Task<TestServer?>> container = () => Task.FromResult<TestServer?>(null);
        UseContainers(ref container);
        if (await container() is { } contained) return contained;

        if (await LocalServer.TryStartAsync("rabbitmq") is { } local)
            return new TestServer($"amqp://dibs:dibs@127.0.0.1:{local.Port}/", "this machine's own RabbitMQ", local.DisposeAsync);

        throw new InvalidOperationException(
            "These tests need RabbitMQ 3.10 or newer. Install it (Debian, Ubuntu: apt-get install rabbitmq-server), start Docker, or "
            + $"set {Variable} to the address of a broker that is there for tests, such as amqp://user:password@host:5672/.");
    }
}
