using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Databases;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Dibs.Experiments.Soaking;

/// <summary>A prepared transaction that was seen.</summary>
/// <param name="Life">From PREPARE, by the server's clock, to the first look that did not find it any more.</param>
/// <param name="Looks">How many looks found it.</param>
internal sealed record SeenBranch(string Database, Guid Attempt, Span Life, int Looks);

/// <summary>
/// Looks into pg_prepared_xacts of one database five times a second, and notes when each branch came and went, and when
/// the database itself did not answer. A branch that nobody can see, as its database is away, stays open.
/// </summary>
internal sealed class PreparedObserver(string name, IConfiguration configuration, TimeProvider clock) : IAsyncDisposable
{
    private const string Prepared =
        "select gid, prepared from pg_prepared_xacts where starts_with(gid, 'dibs:') and database = current_database()";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource _source = new DatabaseOptions().Build(configuration, name, connection =>
    {
        connection.ApplicationName = "dibs soak";
        connection.MaxPoolSize = 1;
        // A paused server accepts connections and says nothing: try again soon.
        connection.Timeout = 1;
        connection.CommandTimeout = 1;
    });

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, SeenBranch> _open = [];
    private readonly List<SeenBranch> _gone = [];
    private readonly List<Span> _outages = [];

    public string Database => name;

    public int Open
    {
        get
        {
            lock (_lock) return _open.Count;
        }
    }

    /// <summary>Those that are gone, and those that are not with the last look as their end.</summary>
    public IReadOnlyList<SeenBranch> Branches
    {
        get
        {
            lock (_lock) return [.. _gone, .. _open.Values];
        }
    }

    /// <summary>When the database did not answer: from the last look that worked to the next one.</summary>
    public IReadOnlyList<Span> Outages
    {
        get
        {
            lock (_lock) return [.. _outages];
        }
    }

    /// <summary>Looks until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var (answered, away) = (clock.GetUtcNow(), false);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var found = await LookAsync(cancellationToken);
                var now = clock.GetUtcNow();
                Note(found, now, away ? new Span(answered, now) : null);
                (answered, away) = (now, false);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                away = true;
            }

            if (cancellationToken.IsCancellationRequested) return;
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<List<(Guid Attempt, DateTimeOffset Prepared)>> LookAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Prepared);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(Guid, DateTimeOffset)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Gid.TryParse(reader.GetString(0), out var gid))
                found.Add((gid.Attempt, await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken)));
        }

        return found;
    }

    private void Note(List<(Guid Attempt, DateTimeOffset Prepared)> found, DateTimeOffset now, Span? outage)
    {
        lock (_lock)
        {
            if (outage is { } ended) _outages.Add(ended);
            var present = found.Select(row => row.Attempt).ToHashSet();
            foreach (var (attempt, branch) in _open.Where(open => !present.Contains(open.Key)).ToList())
            {
                _gone.Add(branch with { Life = branch.Life with { Until = now } });
                _open.Remove(attempt);
            }

            foreach (var (attempt, prepared) in found)
            {
                var looks = _open.TryGetValue(attempt, out var known) ? known.Looks : 0;
                _open[attempt] = new(name, attempt, new(prepared, now), looks + 1);
            }
        }
    }
}
