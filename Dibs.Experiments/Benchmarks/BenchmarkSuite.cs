using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Protocols;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Saga;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Dibs.Experiments.Benchmarks;

/// <summary>
/// All rows of the table on one set of databases, sharing connection pools so that they fit beside the running stack. The
/// saga has queues of its own on the running stack's broker, and its consumers are in this process.
/// </summary>
internal sealed class BenchmarkSuite : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _started = [];

    private BenchmarkSuite(IConfiguration configuration)
    {
        _services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddLogging()
            .AddDibs(configuration)
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
            .AddSingleton<IPaymentProvider, InstantPayments>()
            .AddSingleton<ITimelineLog, NoTimelines>()
            .AddSingleton<ICrashPoints>(NoCrashPoints.Instance)
            .BuildServiceProvider();
        var databases = _services.GetRequiredService<DataSources>();
        InProcess =
        [
            new FloorTwoPhaseCommit(databases),
            new FloorSaga(databases, _services.GetRequiredService<BrokerConnector>(), _services.GetRequiredService<SagaQueues>()),
            new OneLocalTransaction(databases),
            .. _services.GetServices<IBookingProtocol>().Select(protocol => new InProcess(protocol)),
        ];
    }

    /// <summary>The floors, then each protocol.</summary>
    public IReadOnlyList<IBenchmark> InProcess { get; }

    /// <exception cref="TimeoutException">The broker did not answer.</exception>
    public static async Task<BenchmarkSuite> StartAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var suite = new BenchmarkSuite(configuration);
        // What moves a saga, and nothing else: no worker runs beside the measurement.
        await suite.StartAsync<SetUp>(cancellationToken);
        await suite.StartAsync<Publisher>(cancellationToken);
        await suite.StartAsync<Consumers>(cancellationToken);
        var publisher = suite._services.GetRequiredService<Publisher>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!publisher.IsUp) await Task.Delay(20, patience.Token);
        return suite;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Enumerable.Reverse(_started)) await service.StopAsync(CancellationToken.None);
        await DeleteQueuesAsync();
        await _services.DisposeAsync();
    }

    private async Task StartAsync<TService>(CancellationToken cancellationToken)
        where TService : IHostedService
    {
        var service = _services.GetRequiredService<TService>();
        await service.StartAsync(cancellationToken);
        _started.Add(service);
    }

    private async Task DeleteQueuesAsync()
    {
        var connector = _services.GetRequiredService<BrokerConnector>();
        var connection = await connector.ConnectAsync("cleaning up", CancellationToken.None);
        await using (var channel = await connection.CreateChannelAsync())
        {
            var queues = _services.GetRequiredService<SagaQueues>();
            foreach (var queue in queues.All) await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
            await channel.ExchangeDeleteAsync(queues.Ends);
        }

        await connector.CloseAsync(connection);
    }

    /// <summary>The floors write none.</summary>
    private sealed class NoTimelines : ITimelineLog
    {
        public void Write(Guid bookingId, BookingTimeline timeline)
        {
        }
    }
}
