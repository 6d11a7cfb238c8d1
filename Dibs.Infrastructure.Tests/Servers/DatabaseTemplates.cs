using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Servers;

/// <summary>The four databases, migrated once per test run. Tests get copies, which takes a fraction of the time.</summary>
internal sealed class DatabaseTemplates : IAsyncDisposable
{
    // Several test runs may share a server.
    private readonly string _run = $"dibs_{Guid.NewGuid().ToString("N")[..8]}";
    private readonly TestServer _server;
    private readonly NpgsqlDataSource _admin;
    private int _copies;

    private DatabaseTemplates(TestServer server)
    {
        _server = server;
        _admin = NpgsqlDataSource.Create(server.ConnectionString);
    }

    public static async Task<DatabaseTemplates> MakeAsync(TestServer server)
    {
        var templates = new DatabaseTemplates(server);
        var set = templates.SetOf("template");
        foreach (var database in set.Databases) await set.ExecuteAsync($"create database {database}");
        await using var services = set.BuildServices(_ => { });
        foreach (var step in services.GetServices<ISetUpStep>()) await step.RunAsync(CancellationToken.None);
        return templates;
    }

    public async Task<DatabaseSet> CopyAsync(string name)
    {
        // A template must not be connected to.
        NpgsqlConnection.ClearAllPools();
        var template = SetOf("template");
        var set = SetOf($"{++_copies}_{name}");
        foreach (var (database, original) in set.Databases.Zip(template.Databases))
            await set.ExecuteAsync($"create database {database} template {original}");

        // Or all copies would be one deployment, and take each other's prepared transactions for their own.
        await using var source = NpgsqlDataSource.Create(set.ConnectionStringOf("Bookings"));
        await using var command = source.CreateCommand("update deployment set id = gen_random_uuid()");
        await command.ExecuteNonQueryAsync();
        return set;
    }

    /// <summary>As they are before the first start: without a table.</summary>
    public async Task<DatabaseSet> EmptyAsync(string name)
    {
        var set = SetOf($"{++_copies}_{name}");
        foreach (var database in set.Databases) await set.ExecuteAsync($"create database {database}");
        return set;
    }

    public async ValueTask DisposeAsync()
    {
        await SetOf("template").DisposeAsync();
        await _admin.DisposeAsync();
    }

    private DatabaseSet SetOf(string name) => new(_server, _admin, $"{_run}_{name}");
}
