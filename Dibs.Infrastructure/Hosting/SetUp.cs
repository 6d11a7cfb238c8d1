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
/// the steps are run (migrations, demo programme). A database that does not
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
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

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
        foreach (var step in steps) await step.RunAsync(cancellationToken);
        Done(logger);
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
