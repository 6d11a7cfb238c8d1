using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Dibs.Infrastructure.Checking;

/// <summary>
/// The databases as the check sees them: reading only, each transaction one snapshot, no limit on how long a statement
/// takes, and apart from the pools of whoever works meanwhile.
/// </summary>
internal sealed class CheckedDatabases(IConfiguration configuration) : IAsyncDisposable
{
    public NpgsqlDataSource Bookings { get; } = Build(configuration, "Bookings");

    public NpgsqlDataSource Payments { get; } = Build(configuration, "Payments");

    public NpgsqlDataSource Tickets { get; } = Build(configuration, "Tickets");

    public NpgsqlDataSource Provider { get; } = Build(configuration, "Provider");

    /// <summary>Those that two-phase commit leaves prepared transactions in.</summary>
    public IEnumerable<(string Name, NpgsqlDataSource Source)> Participants =>
        [("bookings", Bookings), ("payments", Payments), ("tickets", Tickets)];

    /// <summary>Asks one database for rows.</summary>
    /// <exception cref="CouldNotCheckException">It did not answer, or not as expected.</exception>
    public static async Task<List<TRow>> QueryAsync<TRow>(
        string name, NpgsqlDataSource source, string sql, Func<NpgsqlDataReader, TRow> rowOf,
        CancellationToken cancellationToken, params object[] parameters)
    {
        try
        {
            await using var command = source.CreateCommand(sql);
            foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<TRow>();
            while (await reader.ReadAsync(cancellationToken)) rows.Add(rowOf(reader));
            return rows;
        }
        catch (NpgsqlException exception)
        {
            throw new CouldNotCheckException(name, exception);
        }
    }

    /// <summary>After a server was killed: connections that are open from before would fail, each once.</summary>
    public void Reconnect()
    {
        foreach (var source in new[] { Bookings, Payments, Tickets, Provider }) source.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in new[] { Bookings, Payments, Tickets, Provider }) await source.DisposeAsync();
    }

    private static NpgsqlDataSource Build(IConfiguration configuration, string name) =>
        new DatabaseOptions().Build(configuration, name, connection =>
        {
            connection.ApplicationName = "dibs check";
            connection.MaxPoolSize = 4;
            // Until the first row of a million has been sorted.
            connection.CommandTimeout = 60;
            connection.Options =
                """
                -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\ read
                -c statement_timeout=0 -c idle_in_transaction_session_timeout=0 -c work_mem=64MB
                """.ReplaceLineEndings(" ");
        });
}
