using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Tests.Servers;

/// <summary>A whole instance of Dibs in this process, all its workers included, but for the web.</summary>
internal sealed class InstanceHost : IAsyncDisposable
{
    private readonly IHost _host;

    private InstanceHost(IHost host)
    {
        _host = host;
    }

    public IServiceProvider Services => _host.Services;

    /// <param name="change">Replaces a part, such as what carries messages.</param>
    public static async Task<InstanceHost> StartAsync(
        DatabaseSet databases,
        string broker,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? change = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(databases.Settings);
        builder.Configuration.AddInMemoryCollection([new("RabbitMq:Uri", broker)]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddDibs(builder.Configuration);
        // The signals are this process', not an instance's.
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoSignals>());
        change?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<SetUp>().WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        var started = new InstanceHost(host);
        await started.WaitForBrokerAsync();
        return started;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Until sagas can be begun.</summary>
    public Task WaitForBrokerAsync() => Faults.Eventually.TrueAsync(
        "connected to the broker", TimeSpan.FromSeconds(30), () => Task.FromResult(Get<Publisher>().IsUp));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else _host.Dispose();
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
