using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Servers;

/// <summary>
/// Four databases for one test class:
/// <c>[Collection(PostgresServers.Collection)] class XTests(FreshDatabases databases) : DatabaseTests(databases)</c>.
/// </summary>
public sealed class FreshDatabases(PostgresServers servers) : IAsyncLifetime
{
    private DatabaseSet? _set;

    internal DatabaseSet Set => _set!;

    public async Task InitializeAsync() => _set = await servers.MakeDatabasesAsync("tests");

    public async Task DisposeAsync()
    {
        if (_set is not null) await _set.DisposeAsync();
    }
}

/// <summary>Tests on databases that the class has for itself. After each one no transaction may be left prepared.</summary>
public abstract class DatabaseTests(FreshDatabases databases) : IClassFixture<FreshDatabases>, IAsyncLifetime
{
    private readonly List<ServiceProvider> _services = [];

    internal DatabaseSet Databases => databases.Set;

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var services in _services) await services.DisposeAsync();
        await Databases.AssertNothingPreparedAsync();
    }

    /// <summary>One instance's services, disposed after the test. Called twice, it makes a second instance.</summary>
    internal ServiceProvider Instance(
        Action<IServiceCollection> add, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var services = Databases.BuildServices(add, settings);
        _services.Add(services);
        return services;
    }
}
