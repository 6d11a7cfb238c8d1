using Dibs.Experiments.Bundles;
using Dibs.Experiments.Loading;
using Dibs.Experiments.Planning;
using Dibs.Infrastructure.Checking;

namespace Dibs.Experiments.Running;

/// <summary>What all runs of an experiment have in common.</summary>
/// <param name="KeyPrefix">Of the bundle.</param>
internal sealed record RunSurroundings(
    ExperimentConfig Config, string KeyPrefix, BookingClient Client, CheckedDatabases Databases, TestStack Stack,
    RunCheck Check, double GeneratorLimit, Npgsql.NpgsqlDataSource Bookings, TimeProvider Clock);

/// <summary>
/// One run:
/// <list type="number">
/// <item>1. The stack's settings, and fresh screenings.</item>
/// <item>2. Requests and faults, at the same time.</item>
/// <item>3. All parts back, and the wait until nothing is in doubt or pending.</item>
/// <item>4. The check, with every answer.</item>
/// <item>5. Figures from the databases.</item>
/// </list>
/// </summary>
internal sealed class OneRun(PlannedRun planned, double rate, RunSurroundings around)
{
    private LoadRun? _load;

    public int Percent => (int)(100 * (_load?.Progress ?? 0));

    public async Task<(RunRecord Record, IReadOnlyList<RequestRow> Rows)> RunAsync(CancellationToken cancellationToken)
    {
        var (config, cell) = (around.Config, planned.Cell);
        var startedAt = around.Clock.GetUtcNow();

        // 1. Settings.
        await around.Stack.SetAsync(cell.Settings, cancellationToken);
        var halls = await Screenings.MakeAsync(
            around.Bookings, config.Halls, config.Rows, config.SeatsInRow, cancellationToken);
        var faults = new FaultScript(cell.Faults, around.Stack, around.Clock);
        await faults.ArmAsync(cancellationToken);
        var machine = Machine.Look();

        // 2. Requests and faults.
        var seats = new SeatView(halls, cell.Contention, planned.Seed);
        var prefix = $"{around.KeyPrefix}-{halls[0].Screening}";
        var meter = new GeneratorMeter(around.Clock);
        _load = new(new(config, cell, planned.Seed, prefix, rate), around.Client, seats, around.Clock);
        var (load, recovery, probes) = await LoadAsync(_load, faults, prefix, cancellationToken);
        var generator = meter.Read(load.Rows, load.Lags, around.GeneratorLimit);

        // 3. To rest.
        if (cell.Faults.Faults.Count > 0)
        {
            await around.Stack.MendAsync(
                cell.Faults.Faults.Where(fault => fault.CrashPoint is not null).Select(fault => fault.Part).Distinct(),
                    cancellationToken);
            around.Databases.Reconnect();
            around.Bookings.Clear();
        }

        var aftermath = new Aftermath(around.Databases, around.Clock);
        var consistentAfter = await aftermath.WaitConsistentAsync(cancellationToken);
        // Money that a killed instance had authorised is given back by the sweeper, a minute later.
        if (cell.Faults.Faults.Count > 0)
            await new Stacks.Settling(around.Databases, _ => { }, around.Clock).WaitAsync(cancellationToken);

        // 4. The check.
        var check = await CheckAsync([.. load.Rows, .. probes], cancellationToken);

        // 5. Figures.
        var warmUp = config.WarmUpSeconds;
        int[] screenings = [.. halls.Select(hall => hall.Screening)];
        return (new(
            planned.Id, planned.What, RecordOf(cell), planned.Repetition, planned.Seed,
            RequestSequence.HashOf(planned.Seed, config.SeatsMin, config.SeatsMax), startedAt, warmUp, config.Seconds,
            cell.Rate is null ? null : rate, seats.Total, seats.Sold, load.IsFull, load.Flickers, check, generator,
            generator.Doubts(Environment.ProcessorCount), faults.Made,
            await aftermath.ReadPhasesAsync(load.Rows, warmUp, cancellationToken),
            await aftermath.ReadAsync(consistentAfter, screenings, load.Rows, cancellationToken), machine, recovery),
                load.Rows);
    }

    private static CellRecord RecordOf(Cell cell) => new(
        cell.Protocol, cell.Load, cell.LoadValue, cell.Rate is not null, cell.Contention.ToString(),
        cell.Settings.PaymentLatencyMs, cell.Settings.DeclineRate, cell.Settings.TicketFailureRate, cell.Faults.Name);

    private async Task<(LoadResult Load, double? Recovery, IReadOnlyList<RequestRow> Probes)> LoadAsync(
        LoadRun load, FaultScript faults, string prefix, CancellationToken cancellationToken)
    {
        var running = load.RunAsync(cancellationToken);
        var faulting = faults.RunAsync(running, cancellationToken);
        var probe = planned.Cell.Rate is null ? null : new RecoveryProbe(around, planned.Cell.Protocol, prefix);
        var probing = probe?.RunAsync(around.Config.Seconds, cancellationToken) ?? Task.FromResult<double?>(null);
        await Task.WhenAll(running, faulting, probing);
        return (await running, await probing, probe?.Rows ?? []);
    }

    /// <summary>A run that could not be checked is as invalid as one that was found wrong.</summary>
    private async Task<CheckRecord> CheckAsync(IReadOnlyList<RequestRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            return await around.Check.RunAsync(rows, cancellationToken);
        }
        catch (CouldNotCheckException exception)
        {
            return new(0, [exception.Message]);
        }
    }
}
