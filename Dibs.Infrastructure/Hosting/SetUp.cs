using Dibs.Domain.Bookings;
using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Dibs.Infrastructure.Hosting;

/// <summary>
/// Brings the databases to this version at start: the servers' settings are checked, then
/// the steps are run (migrations, demo programme, keys), by one instance at a time. A database that does not
/// answer is waited for; one that is not fit ends the process with the reason.
/// </summary>
internal sealed partial class SetUp(
    IEnumerable<ISetUpStep> steps,
    DataSources databases,
    IConfiguration configuration,
    IOptions<DatabaseOptions> options,
    IOptions<BookingOptions> bookings,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<SetUp> logger) : BackgroundService
{
    // Any number that nothing else in the bookings database locks.
    private const long LockKey = 0x44696273_53657455;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TurnTimeout = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsDone => _done.Task.IsCompletedSuccessfully;

    /// <summary>Workers wait here: before it there are no tables.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _done.Task.WaitAsync(cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
                _done.SetResult();
                return;
            }
            catch (UnfitServerException exception)
            {
                Refused(logger, exception.Message);
                Environment.ExitCode = 78; // EX_CONFIG
                lifetime.StopApplication();
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                Waiting(logger, exception.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await CheckServersAsync(cancellationToken);
        await using var connection = await databases.Bookings.OpenConnectionAsync(cancellationToken);
        await using var turn = await TakeTurnAsync(connection, cancellationToken);
        foreach (var step in steps) await step.RunAsync(cancellationToken);
        Done(logger);
    }

    /// <summary>
    /// Until the transaction is disposed no other instance sets up. EF Core's own lock is not enough: of two instances that began together
    /// on empty databases one found a column that the other had added.
    /// </summary>
    private static async Task<NpgsqlTransaction> TakeTurnAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var turn = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, turn);
        // The usual limits are for bookings. The lock goes with the connection, so whoever dies keeps nobody waiting.
        batch.BatchCommands.Add(new($"set local lock_timeout = {TurnTimeout.TotalMilliseconds}"));
        batch.BatchCommands.Add(new($"set local statement_timeout = {TurnTimeout.TotalMilliseconds}"));
        batch.BatchCommands.Add(new("set local idle_in_transaction_session_timeout = 0"));
        batch.BatchCommands.Add(new("select pg_advisory_xact_lock($1)") { Parameters = { new() { Value = LockKey } } });
        batch.Timeout = (int)TurnTimeout.TotalSeconds + 5;
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return turn;
    }

    private async Task CheckServersAsync(CancellationToken cancellationToken)
    {
        var instances = Math.Max(1, configuration.GetValue("Dibs:Instances", 1));
        var pool = options.Value.PoolSize;
        (string Name, NpgsqlDataSource Source, int Connections)[] servers =
        [
            ("bookings", databases.Bookings, pool + options.Value.BookingsAtOnce + DataSources.ResolvingPoolSize),
            ("payments", databases.Payments, pool + DataSources.ProviderPoolSize),
            ("tickets", databases.Tickets, pool),
        ];
        var refusals = new List<string>();
        if (bookings.Value.MaxConcurrent > options.Value.BookingsAtOnce)
            refusals.Add($"Bookings:MaxConcurrent is {bookings.Value.MaxConcurrent}, but of Databases:PoolSize={pool} connections"
                + $" {DatabaseOptions.PagesAndWorkers} are kept for pages and workers: lower the one or raise the other.");
        foreach (var (name, source, connections) in servers)
        {
            var settings = await ServerSettings.ReadAsync(name, source, cancellationToken);
            refusals.AddRange(settings.Refusals(connections, instances));
        }

        if (refusals.Count > 0) throw new UnfitServerException(string.Join(Environment.NewLine, refusals));
    }

    [LoggerMessage(LogLevel.Critical, "Dibs does not start:\n{Refusals}")]
    private static partial void Refused(ILogger logger, string refusals);

    [LoggerMessage(LogLevel.Warning, "Waiting for the databases: {Error}")]
    private static partial void Waiting(ILogger logger, string error);

    [LoggerMessage(LogLevel.Information, "The databases are set up")]
    private static partial void Done(ILogger logger);
}

/// <summary>A server is set in a way that Dibs refuses to run on.</summary>
internal sealed class UnfitServerException(string message) : Exception(message);
