using System.Diagnostics;
using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Saga;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Dibs.Infrastructure.Tests.Faults;

/// <summary>A RabbitMQ broker of the tests' own, which can be killed and wiped. Started when it is first asked for.</summary>
internal sealed class FaultBroker : IAsyncDisposable
{
    private readonly string _directory;

    /// <summary>With Erlang's distribution and its port mapper on the next two.</summary>
    private readonly int _port = FreePort.Next(3);

    public FaultBroker(string root)
    {
        _directory = Path.Combine(root, "broker");
        Proxy = new TcpProxy(_port);
        Gate = new TcpProxy(_port);
    }

    /// <summary>In front of victims.</summary>
    public TcpProxy Proxy { get; }

    /// <summary>In front of everybody else. Closed, the victim alone does the work.</summary>
    public TcpProxy Gate { get; }

    public SagaQueues Queues { get; } = new(Options.Create(new BrokerOptions()));

    public string UriFor(bool proxied) => Uri(proxied ? Proxy.Port : Gate.Port);

    /// <summary>Nothing if it runs.</summary>
    public Task StartAsync() => RunAsync("start");

    public Task KillAsync() => RunAsync("kill");

    /// <summary>Throws away all queues and messages; it must have been killed.</summary>
    public Task WipeAsync() => RunAsync("wipe");

    /// <summary>Out of memory, as the broker sees it: from now on it takes no messages.</summary>
    public Task BlockAsync() => RunAsync("ctl", "set_vm_memory_high_watermark", "0");

    public Task UnblockAsync() => RunAsync("ctl", "set_vm_memory_high_watermark", "absolute", "512MB");

    /// <summary>A connection past the proxies.</summary>
    public Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = new Uri(Uri(_port)) }.CreateConnectionAsync();

    /// <summary>Sends whatever a test makes up.</summary>
    public async Task SendAsync(string queue, string? type, ReadOnlyMemory<byte> body)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        var properties = new BasicProperties { Persistent = true };
        if (type is not null) properties.Type = type;
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, body);
    }

    public Task SendAsync(SagaCommand command) =>
        SendAsync(Queues.Of(command.Step), SagaJson.Command, SagaJson.Write(command));

    /// <summary>Messages in a queue that nobody was given, and who consumes from it. Zeros where there is no such queue.</summary>
    public async Task<(long Messages, long Consumers)> LookAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            var found = await channel.QueueDeclarePassiveAsync(queue);
            return (found.MessageCount, found.ConsumerCount);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return (0, 0);
        }
    }

    /// <summary>So many instances take messages out of all queues.</summary>
    public Task ConsumedByAsync(int instances, Func<string> evidence) => Eventually.TrueAsync(
        $"{instances} instance(s) consume", TimeSpan.FromSeconds(60), async () =>
        {
            foreach (var queue in (string[])[Queues.Pay, Queues.Ticket, Queues.Events])
            {
                if ((await LookAsync(queue)).Consumers != instances) return false;
            }

            return true;
        },
        evidence);

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Gate.DisposeAsync();
        // Never started where no test asked for it.
        if (Directory.Exists(_directory)) await RunAsync("kill");
    }

    private static string Uri(int port) => $"amqp://dibs:dibs@127.0.0.1:{port}/";

    private async Task RunAsync(string verb, params string[] more)
    {
        var script = Path.Combine(Repository.Root, "eng", "servers", "rabbitmq.sh");
        using var process = Process.Start(new ProcessStartInfo("bash", [script, verb, _directory, $"{_port}", .. more])
        {
            RedirectStandardError = true,
        })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"rabbitmq.sh {verb}: {error}");
    }
}
