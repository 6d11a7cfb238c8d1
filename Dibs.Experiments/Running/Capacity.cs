using Dibs.Experiments.Loading;
using Dibs.Experiments.Planning;

namespace Dibs.Experiments.Running;

/// <summary>What a protocol manages, for rates that are relative to it: a closed loop of many clients on seats of their own.</summary>
internal static class Capacity
{
    private const int Clients = 64;
    private const int Halls = 40;
    private const double Seconds = 6;
    private const double WarmUpSeconds = 2;

    public static async Task<double> MeasureAsync(
        string protocol, StackSettings settings, RunSurroundings around, CancellationToken cancellationToken)
    {
        await around.Stack.SetAsync(settings, cancellationToken);
        var halls = await Screenings.MakeAsync(around.Bookings, Halls, 25, 25, cancellationToken);
        var config = around.Config with
        {
            Loop = Loop.Closed,
            UntilFull = false,
            Seconds = Seconds,
            Requests = 0,
            DelayMs = 0
        };
        var cell = new Cell(protocol, Clients, null, Contention.Distinct, settings, FaultScenario.None);
        var load = new LoadRun(
            new(config, cell, config.Seed, $"{around.KeyPrefix}-capacity-{halls[0].Screening}", 0), around.Client,
            new SeatView(halls, Contention.Distinct, config.Seed), around.Clock);
        var rows = (await load.RunAsync(cancellationToken)).Rows;
        return rows.Count(row => row.Outcome == Outcome.Sold
            && row.Done is > WarmUpSeconds and <= Seconds) / (Seconds - WarmUpSeconds);
    }
}
