using Dibs.Domain.Payments;
using Dibs.Domain.Protocols;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Experiments.Benchmarks;

/// <summary>All rows of the table on one set of databases, sharing connection pools so that they fit beside the running stack.</summary>
internal sealed class BenchmarkSuite : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public BenchmarkSuite(IConfiguration configuration)
    {
        _services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddLogging()
            .AddDibs(configuration)
            .AddSingleton<IPaymentProvider, InstantPayments>()
            .AddSingleton<ICrashPoints>(NoCrashPoints.Instance)
            .BuildServiceProvider();
        var databases = _services.GetRequiredService<DataSources>();
        InProcess =
        [
            new FloorTwoPhaseCommit(databases),
            new OneLocalTransaction(databases),
            .. _services.GetServices<IBookingProtocol>().Select(protocol => new InProcess(protocol)),
        ];
    }

    /// <summary>The floors, then each protocol.</summary>
    public IReadOnlyList<IBenchmark> InProcess { get; }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
