using Dibs.Experiments.Stacks;
using Dibs.Infrastructure.Checking;
using Microsoft.Extensions.Configuration;

namespace Dibs.Experiments.Soaking;

/// <summary>
/// One soak of a stack that is up:
/// <list type="number">
/// <item>1. Observers look at the prepared transactions of the three databases from now on.</item>
/// <item>2. Customers book and parts are killed and paused, at the same time.</item>
/// <item>3. All parts are started, and the stack comes to rest.</item>
/// <item>4. The check, with what the customers were told.</item>
/// <item>5. Figures from what was seen.</item>
/// </list>
/// </summary>
internal sealed class SoakRun : IAsyncDisposable
{
    private readonly SoakPlan _plan;
    private readonly TimeProvider _clock;
    private readonly string _home;
    private readonly Launcher _launcher;
    private readonly HttpClient _http;
    private readonly IReadOnlyList<PreparedObserver> _observers;
    private readonly CheckedDatabases _databases;

    /// <exception cref="InvalidOperationException">The launcher did not say where the stack is.</exception>
    public SoakRun(SoakPlan plan, IConfiguration configuration, TimeProvider clock)
    {
        (_plan, _clock) = (plan, clock);
        _home = Needed(configuration, "DIBS_HOME");
        _launcher = new Launcher(Needed(configuration, "DIBS_LAUNCHER"));
        // Longer than HAProxy waits for an instance, so that it is HAProxy who gives up, as for a browser.
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = new Uri(Needed(configuration, "DIBS_BASE_URL")),
            Timeout = TimeSpan.FromSeconds(40),
        };
        _observers = [.. new[] { SoakRecord.Decisions, "Payments", "Tickets" }
            .Select(name => new PreparedObserver(name, configuration, clock))];
        _databases = new CheckedDatabases(configuration);
    }

    public async Task<SoakResult> RunAsync(CancellationToken cancellationToken)
    {
        var answersPath = Path.Combine(_home, "answers.csv");
        await using var answers = new StreamWriter(answersPath) { AutoFlush = true };
        var seatsWanted = (int)(_plan.Length.TotalSeconds * _plan.Rate * 3);
        var seats = new SeatPool(
            await FreeSeats.FindAsync(_http, seatsWanted, cancellationToken), new Random(_plan.Seed));
        var load = new Load(_plan, _http, seats, answers, _clock);
        var faults = new FaultRunner(
            _launcher, _http, await _launcher.InstancesAsync(cancellationToken), _clock);
        SoakOutput.Say(
            $"Soaking for {_plan.Length.TotalMinutes:0.#} minutes, {_plan.Rate:0.#} customers a second, --seed {_plan.Seed}");

        // 1. Observers.
        using var observing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var observers = Task.WhenAll(_observers.Select(observer => observer.RunAsync(observing.Token)));

        // 2. Customers and faults.
        using var reporting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = new SoakProgress(_plan, load, faults, seats, _observers, _clock).RunAsync(reporting.Token);
        await Task.WhenAll(
            load.RunAsync(cancellationToken),
            faults.RunAsync(FaultSchedule.Make(_plan.Seed, _plan.Length), _plan.Length, cancellationToken));
        await reporting.CancelAsync();
        await progress;
        await answers.DisposeAsync();

        // 3. To rest.
        foreach (var part in FaultSchedule.Parts)
            await _launcher.DoAsync(cancellationToken, "start", part);

        var settling = await new Settling(_databases, SoakOutput.Say, _clock).WaitAsync(cancellationToken);
        await observing.CancelAsync();
        await observers;

        // 4. The check.
        SoakOutput.Say("Checking ...");
        var told = await Answers.ReadAsync(answersPath, cancellationToken);
        var check = await new InvariantCheck(_databases, new(), _clock).RunAsync(told, null, cancellationToken);

        // 5. Figures.
        var record = new SoakRecord(
            faults.Faults,
            [.. _observers.SelectMany(observer => observer.Branches)],
            [.. _observers.SelectMany(observer => observer.Outages.Select(outage => (observer.Database, outage)))],
            await Coordinators.ReadAsync(Path.Combine(_home, "log"), cancellationToken));
        var aborts = await CheckedDatabases.QueryAsync(
            "bookings", _databases.Bookings,
            "select attempt, decided_by, decided_at from tx_decision where outcome = 'abort' and decided_by <> 'coordinator'",
            row => new RecoveryAbort(row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2)),
            cancellationToken);
        return new(
            _plan, load.Begun, Enum.GetValues<Told>().ToDictionary(answer => answer, load.Count),
            load.Requests, load.Strange,
            faults.Faults, DoubtTimes.Measure(record), RecoveryAborts.Sort(aborts, record), settling, check);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var observer in _observers) await observer.DisposeAsync();
        await _databases.DisposeAsync();
        _http.Dispose();
    }

    private static string Needed(IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{key} is not set: run ./dibs soak.");
}
