using System.Globalization;
using Npgsql;

namespace Dibs.Infrastructure.Hosting;

/// <summary>Settings of a PostgreSQL server without which two-phase commit is not what it says. Checked at start.</summary>
internal sealed record ServerSettings(
    string Name, bool Fsync, bool FullPageWrites, int MaxPreparedTransactions, int MaxConnections, int Reserved)
{
    public static async Task<ServerSettings> ReadAsync(string name, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            select current_setting('fsync')::bool, current_setting('full_page_writes')::bool,
                   current_setting('max_prepared_transactions')::int, current_setting('max_connections')::int,
                   current_setting('superuser_reserved_connections')::int
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ServerSettings(
            name, reader.GetBoolean(0), reader.GetBoolean(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4));
    }

    /// <summary>Why Dibs refuses to run on this server; empty when it is fit.</summary>
    /// <param name="connectionsPerInstance">All pools of one instance to this server.</param>
    /// <param name="instances">Instances that share the server.</param>
    public IEnumerable<string> Refusals(int connectionsPerInstance, int instances)
    {
        if (!Fsync)
            yield return $"The {Name} server runs with fsync=off: a crash would lose promises that were made. Set fsync=on.";
        if (!FullPageWrites)
            yield return $"The {Name} server runs with full_page_writes=off: a crash could tear pages. Set full_page_writes=on.";
        if (MaxPreparedTransactions == 0)
            yield return $"The {Name} server runs with max_prepared_transactions=0: it cannot prepare."
                + " Set it to max_connections.";
        else if (MaxPreparedTransactions < MaxConnections)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"The {Name} server has max_prepared_transactions={MaxPreparedTransactions}, less than")
                + string.Create(CultureInfo.InvariantCulture, $" max_connections={MaxConnections}: set it to {MaxConnections}.");
        var needed = connectionsPerInstance * instances;
        if (needed > MaxConnections - Reserved)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"The {Name} server allows {MaxConnections - Reserved} connections (max_connections={MaxConnections} less {Reserved}")
                + string.Create(CultureInfo.InvariantCulture,
                    $" reserved), but {instances} instance(s) with {connectionsPerInstance} each want {needed}: lower")
                + " Databases:PoolSize or raise max_connections.";
    }
}
