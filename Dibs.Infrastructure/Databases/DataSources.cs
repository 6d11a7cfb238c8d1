using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Databases;

/// <summary>This instance's connection pools, one per database and use. What is not here is not connected to.</summary>
internal sealed class DataSources : IAsyncDisposable
{
    /// <summary>Connections that recovery keeps for itself, so that a rush of bookings cannot starve it.</summary>
    public const int ResolvingPoolSize = 12;

    /// <summary>Connections to the payment company's ledger, which lives on the payments server.</summary>
    public const int ProviderPoolSize = 24;

    public DataSources(IConfiguration configuration, IOptions<DatabaseOptions> options)
    {
        var settings = options.Value;
        Bookings = settings.Build(configuration, "Bookings");
        Payments = settings.Build(configuration, "Payments");
        Tickets = settings.Build(configuration, "Tickets");
        Provider = settings.Build(
            configuration, "Provider", connection => connection.MaxPoolSize = ProviderPoolSize);
        Deciding = settings.Build(
            configuration, "Bookings", connection => connection.MaxPoolSize = settings.BookingsAtOnce);
        Resolving = settings.Build(configuration, "Bookings", connection =>
        {
            connection.MaxPoolSize = ResolvingPoolSize;
            // The owner of an open decision is alive: stand back soon and look again in the next round. Time enough for a
            // commit that is under way; more would keep the orphans behind a hundred slow owners waiting for many seconds.
            connection.Options += " -c lock_timeout=100ms";
        });
    }

    public NpgsqlDataSource Bookings { get; }

    /// <summary>
    /// The bookings database too, for decisions that are transactions of their own: a booking that has a connection out of
    /// one pool and waits for a second out of the same could wait for ever. Opened as they are needed.
    /// </summary>
    public NpgsqlDataSource Deciding { get; }

    /// <summary>The bookings database too, for whoever asks what was decided.</summary>
    public NpgsqlDataSource Resolving { get; }

    public NpgsqlDataSource Payments { get; }

    public NpgsqlDataSource Tickets { get; }

    /// <summary>The ledger of the simulated payment company: its own database, never part of a booking's transaction.</summary>
    public NpgsqlDataSource Provider { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in new[] { Bookings, Deciding, Resolving, Payments, Tickets, Provider }) await source.DisposeAsync();
    }
}
