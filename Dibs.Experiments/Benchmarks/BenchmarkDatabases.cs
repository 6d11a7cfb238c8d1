using Dibs.Experiments.Generating;
using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Dibs.Experiments.Benchmarks;

/// <summary>
/// Databases of the benchmark's own on the servers of the running stack, so that nothing that it books is ever sold. The
/// bookings one has the tables of payments and tickets too, for the row that does all in one database. Dropped at the end.
/// </summary>
internal sealed class BenchmarkDatabases : IAsyncDisposable
{
    private static readonly string[] Names = ["Bookings", "Payments", "Tickets", "Provider"];

    private readonly IConfiguration _given;

    private BenchmarkDatabases(IConfiguration given)
    {
        _given = given;
        Configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Names.Select(name => KeyValuePair.Create(KeyOf(name), (string?)ConnectionStringOf(name, name))))
            // One for each client: what is measured is not the wait for a connection.
            .AddInMemoryCollection(
                [KeyValuePair.Create("Databases:PoolSize", (string?)$"{BenchmarkPlan.MostClients + DatabaseOptions.PagesAndWorkers}")])
            .AddInMemoryCollection([KeyValuePair.Create("RabbitMq:Uri", given["RabbitMq:Uri"])])
            .AddInMemoryCollection([KeyValuePair.Create("RabbitMq:Prefix", (string?)"bench")])
            .Build();
    }

    /// <summary>What the benchmarked code is configured with.</summary>
    public IConfiguration Configuration { get; }

    public static async Task<BenchmarkDatabases> CreateAsync(IConfiguration given, CancellationToken cancellationToken)
    {
        var databases = new BenchmarkDatabases(given);
        // Left by a benchmark that was killed.
        await databases.DropAsync();
        foreach (var name in Names)
            await databases.AskAsync<object>(name, $"create database {DatabaseOf(name)}", cancellationToken);
        await Migrations.ApplyAsync(databases.Configuration, cancellationToken);
        await using var bookings = NpgsqlDataSource.Create(databases.ConnectionStringOf("Bookings", "Bookings"));
        await Migrations.ApplyAsync(databases.WithBookings("Payments"), cancellationToken);
        // Each of the two has a table of that name, and here nobody needs it.
        await using (var drop = bookings.CreateCommand("drop table saga_steps")) await drop.ExecuteNonQueryAsync(cancellationToken);
        await Migrations.ApplyAsync(databases.WithBookings("Tickets"), cancellationToken);
        await DistinctBookings.MakeScreeningsAsync(bookings, cancellationToken);
        return databases;
    }

    /// <summary>The sum over the three servers of WAL flushes so far, whoever made them.</summary>
    public async Task<long> CountWalFlushesAsync(CancellationToken cancellationToken)
    {
        long flushes = 0;
        foreach (var name in Names[..3])
        {
            // A session counts for itself and hands its figures in when it ends at the latest.
            while (await AskAsync<long>(name, $"select count(*) from pg_stat_activity where datname = '{DatabaseOf(name)}'", cancellationToken) > 0)
                await Task.Delay(20, cancellationToken);
            // PostgreSQL 18 counts WAL among all other input and output.
            var sql = await AskAsync<int>(name, "select current_setting('server_version_num')::int", cancellationToken) >= 180000
                ? "select coalesce(sum(fsyncs), 0)::bigint from pg_stat_io where object = 'wal'"
                : "select wal_sync from pg_stat_wal";
            flushes += await AskAsync<long>(name, sql, cancellationToken);
        }

        return flushes;
    }

    public async ValueTask DisposeAsync() => await DropAsync();

    private static string KeyOf(string name) => $"ConnectionStrings:{name}";

#pragma warning disable CA1308 // Names of databases are lower case.
    private static string DatabaseOf(string name) => $"bench_{name.ToLowerInvariant()}";
#pragma warning restore CA1308

    /// <summary>One more database's tables in that of the bookings.</summary>
    private IConfiguration WithBookings(string name) => new ConfigurationBuilder()
        .AddConfiguration(Configuration)
        .AddInMemoryCollection([KeyValuePair.Create(KeyOf(name), Configuration[KeyOf("Bookings")])])
        .Build();

    private string ConnectionStringOf(string server, string database) =>
        new NpgsqlConnectionStringBuilder(Given(server)) { Database = DatabaseOf(database) }.ConnectionString;

    private string Given(string name) => _given.GetConnectionString(name)
        ?? throw new InvalidOperationException($"ConnectionStrings__{name} is missing: ./dibs bench gives it.");

    private async Task DropAsync()
    {
        foreach (var name in Names)
        {
            // Where a benchmark was killed between PREPARE and COMMIT PREPARED the branch would keep its database.
            if (await AskAsync<bool>(name, $"select exists (select from pg_database where datname = '{DatabaseOf(name)}')", default))
                await RollBackPreparedAsync(name);
            await AskAsync<object>(name, $"drop database if exists {DatabaseOf(name)} with (force)", CancellationToken.None);
        }
    }

    private async Task RollBackPreparedAsync(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringOf(name, name) + ";Pooling=false");
        await connection.OpenAsync();
        var gids = new List<string>();
        await using (var list = new NpgsqlCommand(
            "select gid from pg_prepared_xacts where database = current_database() and starts_with(gid, 'dibs:')", connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync()) gids.Add(reader.GetString(0));
        }

        foreach (var gid in gids)
        {
            await using var rollback = new NpgsqlCommand($"rollback prepared '{gid}'", connection);
            await rollback.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Asks a server, in the stack's own database: the benchmark's may not be there.</summary>
    private async Task<T?> AskAsync<T>(string server, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Given(server) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
