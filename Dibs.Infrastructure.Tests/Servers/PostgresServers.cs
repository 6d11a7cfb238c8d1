using System.Globalization;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Servers;

/// <summary>
/// The PostgreSQL server of ordinary tests, started once per run: the one of <c>DIBS_TEST_POSTGRES</c> if that is set, else a
/// container where a Docker engine answers, else a private one from this machine's own PostgreSQL.
/// </summary>
public sealed partial class PostgresServers : IAsyncLifetime
{
    /// <summary>Tests that need PostgreSQL stand in this collection, and so run one after the other.</summary>
    public const string Collection = "postgres";

    private const string Variable = "DIBS_TEST_POSTGRES";

    private TestServer? _server;
    private DatabaseTemplates? _templates;

    public async Task InitializeAsync()
    {
        _server = await StartAsync();
        await RefuseUnfitAsync(_server);
        _templates = await DatabaseTemplates.MakeAsync(_server);
    }

    public async Task DisposeAsync()
    {
        if (_templates is not null) await _templates.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>A fresh set of the four databases, migrated and empty.</summary>
    /// <param name="name">Part of their names: small letters, digits, underscores.</param>
    internal Task<DatabaseSet> MakeDatabasesAsync(string name) =>
        _templates!.CopyAsync(name);

    /// <summary>A set of the four databases without a table.</summary>
    internal Task<DatabaseSet> MakeEmptyDatabasesAsync(string name) => _templates!.EmptyAsync(name);

    /// <summary>Gives the way to a container, where Testcontainers is compiled in (PostgresServers.Containers.cs).</summary>
    /// <param name="start">Answers null where no Docker engine does.</param>
    static partial void UseContainers(ref Func<Task<TestServer?>> start);

    private static async Task<TestServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return new TestServer(given, Variable);

        Func<Task<TestServer?>> container = () => Task.FromResult<TestServer?>(null);
        UseContainers(ref container);
        if (await container() is { } contained) return contained;

        if (await LocalServer.TryStartAsync("postgres") is { } local)
        {
            return new TestServer(
                $"Host=127.0.0.1;Port={local.Port};Username=dibs;Database=postgres", "this machine's own PostgreSQL",
                local.DisposeAsync);
        }

        throw new InvalidOperationException(
            "These tests need PostgreSQL 15 or newer. Install it (Debian, Ubuntu: apt-get install postgresql), start Docker, or "
            + $"set {Variable} to the connection string of a superuser on a server that is there for tests.");
    }

    private static async Task RefuseUnfitAsync(TestServer server)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        foreach (var (setting, wanted) in new[] { ("max_prepared_transactions", 100), ("max_connections", 200) })
        {
            await using var command = source.CreateCommand($"show {setting}");
            var found = int.Parse((string)(await command.ExecuteScalarAsync())!, CultureInfo.InvariantCulture);
            if (found < wanted)
                throw new InvalidOperationException($"{setting} of {server.Origin} is {found}; the tests need at least {wanted}.");
        }
    }
}

[CollectionDefinition(PostgresServers.Collection)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServers>, ICollectionFixture<RabbitMqServer>;
