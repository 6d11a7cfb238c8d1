using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Dibs.Infrastructure.Hosting;

/// <summary>
/// Whether this instance should get requests: the databases are set up and answer, and it is not being stopped. What it
/// found is cached for a second, so that being asked often costs nothing.
/// </summary>
internal sealed class ReadyCheck(SetUp setUp, DataSources databases, Drain drain, TimeProvider clock)
    : IHealthCheck, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _asking = new(1);
    private HealthCheckResult _found;
    private long _foundAt;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (drain.HasBegun) return HealthCheckResult.Unhealthy("stopping");
        if (!setUp.IsDone) return HealthCheckResult.Unhealthy("the databases are not set up yet");
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_foundAt == 0 || clock.GetElapsedTime(_foundAt) > Fresh)
            {
                _found = await AskAsync();
                _foundAt = clock.GetTimestamp();
            }

            return _found;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<HealthCheckResult> AskAsync()
    {
        (string Name, NpgsqlDataSource Source)[] asked =
            [("bookings", databases.Resolving), ("payments", databases.Payments), ("tickets", databases.Tickets)];
        var silent = (await Task.WhenAll(asked.Select(async database =>
            await AnswersAsync(database.Source) ? null : database.Name))).OfType<string>().ToList();
        return silent.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"no answer from the database(s) {string.Join(", ", silent)}");
    }

    private static async Task<bool> AnswersAsync(NpgsqlDataSource source)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(patience.Token);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
