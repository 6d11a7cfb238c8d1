using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;
using Dibs.Experiments.Planning;
using Dibs.Experiments.Stacks;
using Dibs.Infrastructure.Checking;
using Microsoft.Extensions.Configuration;

namespace Dibs.Experiments.Running;

/// <summary>What <c>run</c> was asked for.</summary>
/// <param name="ConfigText">As it is kept in the bundle; options of the command line are in <paramref name="Config"/> only.</param>
/// <param name="OwnStack">Whether the stack was started for this, with the settings of the first run.</param>
internal sealed record ExperimentOrder(ExperimentConfig Config, string ConfigText, string Preset, Bundle Bundle,
    bool OwnStack);

/// <summary>Runs what a plan says and a bundle does not have yet.</summary>
internal sealed class ExperimentRun : IAsyncDisposable
{
    private readonly ExperimentOrder _order;
    private readonly IConfiguration _configuration;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyList<PlannedRun> _plan;
    private readonly BookingClient _client;
    private readonly CheckedDatabases _databases;
    private readonly TestStack _stack;
    private readonly Npgsql.NpgsqlDataSource _bookings;
    private readonly Progress _progress;

    public ExperimentRun(ExperimentOrder order, IConfiguration configuration, TimeProvider clock)
    {
        (_order, _configuration, _clock) = (order, configuration, clock);
        _plan = ExperimentPlan.Make(order.Config);
        _client = new(new Uri(Needed("DIBS_BASE_URL")));
        _databases = new(configuration);
        _bookings = Npgsql.NpgsqlDataSource.Create(
            configuration.GetConnectionString("Bookings") ?? throw new InvalidOperationException("ConnectionStrings__Bookings is not set: run ./dibs experiment."));
        _stack = new(new Launcher(Needed("DIBS_LAUNCHER")), _client.Http, clock);
        _progress = new(order, _plan.Count, clock);
    }

    /// <returns>How many runs are invalid.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var bundle = _order.Bundle;
        var facts = bundle.Exists ? bundle.ReadFacts() : await BeginAsync(cancellationToken);
        await using var status = new StatusFile(bundle, _clock);
        _progress.Begin(facts, bundle.ReadRuns());
        status.Start(_progress.Look);
        try
        {
            await RunAllAsync(facts, cancellationToken);
            _progress.Now = null;
            _progress.State = "finished";
            return _progress.Invalid;
        }
        catch (Exception exception)
        {
            _progress.State = exception is OperationCanceledException ? "interrupted" : "failed";
            throw;
        }
        finally
        {
            status.Write();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _databases.DisposeAsync();
        await _bookings.DisposeAsync();
    }

    private async Task<BundleFacts> BeginAsync(CancellationToken cancellationToken)
    {
        var config = _order.Config;
        var facts = new BundleFacts(
            Guid.NewGuid(), config.Name, _order.Preset, config.Seed, _plan.Count, RequestSequence.HashOf(config, _plan),
            _clock.GetUtcNow(), _configuration["DIBS_COMMIT"] ?? "unknown", Machine.Facts(),
            await Machine.VersionsAsync(_databases, _configuration, cancellationToken), new Dictionary<string,
                double>());
        _order.Bundle.Begin(_order.ConfigText, facts);
        return facts;
    }

    private async Task RunAllAsync(BundleFacts facts, CancellationToken cancellationToken)
    {
        var left = _plan.Where(run => !_order.Bundle.Has(run.Id)).ToList();
        if (left.Count == 0) return;
        // A stack that runs already may have any settings, but these are all the same.
        await _stack.OpenAsync(_order.OwnStack ? null : left[0].Cell.Settings, cancellationToken);
        _progress.Now = () => ("getting ready", 0);
        var check = new RunCheck(_databases, new(), _clock);
        await check.OpenAsync(cancellationToken);
        var limit = await GeneratorMeter.LimitAsync(_client.Http, TimeSpan.FromSeconds(1.5), _clock, cancellationToken);
        var around = new RunSurroundings(
            _order.Config, $"experiment-{facts.Id:N}", _client, _databases, _stack, check, limit, _bookings, _clock);
        facts = await WithCapacityAsync(facts, around, cancellationToken);
        foreach (var planned in left)
        {
            var run = new OneRun(planned, RateOf(planned.Cell, facts), around);
            _progress.Now = () => (planned.What, run.Percent);
            var (record, rows) = await run.RunAsync(cancellationToken);
            // From here on it is finished, whatever comes.
            _order.Bundle.Finish(record, rows);
            _progress.Done(record, rows);
        }
    }

    /// <summary>Measured once for a bundle, so that a resumed one goes on with the same rates.</summary>
    private async Task<BundleFacts> WithCapacityAsync(
        BundleFacts facts, RunSurroundings around, CancellationToken cancellationToken)
    {
        foreach (var protocol in _plan.Where(run => run.Cell.Rate is { Relative: true })
            .Select(run => run.Cell.Protocol).Distinct())
        {
            if (facts.Capacity.ContainsKey(protocol)) continue;
            _progress.Now = () => ($"capacity of {protocol}", 0);
            var capacity = await Capacity.MeasureAsync(protocol, _plan[0].Cell.Settings, around, cancellationToken);
            Progress.Say(FormattableString.Invariant($"{protocol} manages {capacity:0} bookings a second"));
            facts = facts with { Capacity = facts.Capacity.Append(new(protocol, capacity)).ToDictionary() };
            _order.Bundle.Write(facts);
        }

        return facts;
    }

    private static double RateOf(Cell cell, BundleFacts facts) => cell.Rate switch
    {
        null => 0,
        { Relative: true } rate => rate.Value * facts.Capacity[cell.Protocol],
        var rate => rate.Value,
    };

    private string Needed(string key) =>
        _configuration[key] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{key} is not set: run ./dibs experiment.");
}
