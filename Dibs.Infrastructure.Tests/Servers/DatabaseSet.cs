using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Servers;

/// <summary>Four databases of a test's own on the shared server. Disposed, they are dropped.</summary>
internal sealed class DatabaseSet(TestServer server, NpgsqlDataSource admin, string prefix) : IAsyncDisposable
{
    private static readonly string[] Names = ["Bookings", "Payments", "Tickets", "Provider"];

    // PostgreSQL cuts names off at 63 characters.
    private readonly string _prefix = prefix.Length <= 50 ? prefix : prefix[..50];

    public IEnumerable<string> Databases => Names.Select(DatabaseOf);

    /// <summary>What an instance of Dibs is configured with.</summary>
    public IConfiguration Configuration => new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();

    /// <summary>The same as keys and values, for a process or a host of its own.</summary>
    public Dictionary<string, string?> Settings => Names.ToDictionary(
        name => $"ConnectionStrings:{name}", name => (string?)ConnectionStringOf(name));

    public string ConnectionStringOf(string name) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = DatabaseOf(name) }.ConnectionString;

    /// <summary>Services of one instance: databases, logging, options, and what the test adds.</summary>
    public ServiceProvider BuildServices(
        Action<IServiceCollection> add, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Settings)
            .AddInMemoryCollection(settings)
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddDatabases(configuration);
        add(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    /// <summary>Fails where a transaction is left prepared in one of these databases, and names it.</summary>
    public async Task AssertNothingPreparedAsync()
    {
        await using var command = admin.CreateCommand(
            "select database || ': ' || gid from pg_prepared_xacts where database = any($1) order by 1");
        command.Parameters.AddWithValue(Databases.ToArray());
        var left = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) left.Add(reader.GetString(0));
        Assert.True(left.Count == 0, "Left prepared: " + string.Join(", ", left));
    }

    public async Task ExecuteAsync(string statement)
    {
        await using var command = admin.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in Databases)
        {
            await RollBackPreparedAsync(database);
            await ExecuteAsync($"drop database if exists {database} with (force)");
        }
    }

    private string DatabaseOf(string name) => $"{_prefix}_{name}".ToLowerInvariant();

    /// <summary>After a test that failed: they would keep the database from being dropped.</summary>
    private async Task RollBackPreparedAsync(string database)
    {
        await using var command = admin.CreateCommand("select gid from pg_prepared_xacts where database = $1");
        command.Parameters.AddWithValue(database);
        if (await command.ExecuteScalarAsync() is null) return;
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database }.ConnectionString);
        while (await command.ExecuteScalarAsync() is string gid)
        {
            await using var rollback = source.CreateCommand($"rollback prepared '{gid.Replace("'", "''", StringComparison.Ordinal)}'");
            await rollback.ExecuteNonQueryAsync();
        }
    }
}
