using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Dibs.Infrastructure.Databases;

/// <summary>
/// How this instance uses the databases. The connection strings stand in <c>ConnectionStrings:Bookings</c>,
/// <c>:Payments</c>, <c>:Tickets</c> and <c>:Provider</c>; what Dibs relies on is added here and cannot be configured away.
/// </summary>
public sealed class DatabaseOptions
{
    public const string Section = "Databases";

    private const string GssKey = "GSS Encryption Mode";

    /// <summary>Connections to each database that bookings leave to pages and workers.</summary>
    public const int PagesAndWorkers = 12;

    /// <summary>
    /// Connections of this instance to each database. 16 to 500, default 48: <c>Bookings:MaxConcurrent</c> for bookings,
    /// the rest for pages and workers.
    /// </summary>
    public int PoolSize { get; set; } = 48;

    /// <summary>At most so many bookings can run at once: each has one connection to every database.</summary>
    public int BookingsAtOnce => PoolSize - PagesAndWorkers;

    /// <summary>How long a call waits for a connection before it is refused as busy. 1 to 30 s, default 3.</summary>
    public int ConnectSeconds { get; set; } = 3;

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (PoolSize is < 16 or > 500) yield return $"{Section}:{nameof(PoolSize)} must be 16 to 500, not {PoolSize}.";
        if (ConnectSeconds is < 1 or > 30)
            yield return $"{Section}:{nameof(ConnectSeconds)} must be 1 to 30, not {ConnectSeconds}.";
    }

    /// <summary>The data source for one database.</summary>
    /// <exception cref="InvalidOperationException">The connection string is missing.</exception>
    internal NpgsqlDataSource Build(
        IConfiguration configuration, string name, Action<NpgsqlConnectionStringBuilder>? adjust = null)
    {
        var given = configuration.GetConnectionString(name)
            ?? throw new InvalidOperationException(
                $"ConnectionStrings:{name} is missing: give the connection string of the {name} database.");
        var connection = new NpgsqlConnectionStringBuilder(given)
        {
            ApplicationName = $"dibs {configuration["Dibs:Instance"] ?? "local"}",
            // No ambient transaction: System.Transactions has no recovery for PostgreSQL (docs/adr).
            Enlist = false,
            MaxPoolSize = PoolSize,
            Timeout = ConnectSeconds,
            CommandTimeout = 10,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            // Only SET LOCAL is ever used, so there is nothing to reset between two users of a connection.
            NoResetOnClose = true,
            // A peer that vanished is found in about ten seconds, not in two hours.
            TcpKeepAlive = true,
            TcpKeepAliveTime = 5,
            TcpKeepAliveInterval = 2,
            // For the whole session, so that they cost no round trip. synchronous_commit: a decision that a crash can lose
            // is not a decision. lock_timeout: wait for somebody's commit, not for somebody's crash. The idle limit frees
            // the seats of a coordinator that hangs.
            Options = "-c synchronous_commit=on -c lock_timeout=2s -c idle_in_transaction_session_timeout=10s"
                + " -c statement_timeout=15s",
        };
        // Npgsql would ask for Kerberos first; its library is not in the runtime's images, which every start would complain about.
        if (!connection.ShouldSerialize(GssKey))
            connection.GssEncryptionMode = GssEncryptionMode.Disable;
        adjust?.Invoke(connection);
        return new NpgsqlDataSourceBuilder(connection.ConnectionString).Build();
    }
}
