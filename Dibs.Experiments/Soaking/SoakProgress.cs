namespace Dibs.Experiments.Soaking;

/// <summary>A line every ten seconds on stderr.</summary>
internal sealed class SoakProgress(
    SoakPlan plan,
    Load load,
    FaultRunner faults,
    SeatPool seats,
    IReadOnlyList<PreparedObserver> observers,
    TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var warned = false;
        try
        {
            while (true)
            {
                await Task.Delay(Interval, clock, cancellationToken);
                var elapsed = clock.GetElapsedTime(started);
                SoakOutput.Say(
                    $"{elapsed:mm\\:ss} of {plan.Length:hh\\:mm\\:ss}, {Left(elapsed)} left | {load.Begun} bookings: "
                    + $"{load.Count(Told.Confirmed)} confirmed, {load.Count(Told.Cancelled)} cancelled, {load.Count(Told.Rejected)} rejected, "
                    + $"{load.Count(Told.Nothing)} without an answer, {load.UnderWay} under way | "
                    + $"{faults.Faults.Count} faults, away: {Names(faults.Away)} | "
                    + $"{observers.Sum(observer => observer.Open)} prepared");
                if (!seats.IsUsedUp || warned) continue;
                warned = true;
                SoakOutput.Say("All seats have been wished for: most bookings are refused from now on.");
            }
        }
        catch (OperationCanceledException)
        {
            // The load has ended.
        }
    }

    private string Left(TimeSpan elapsed) =>
        $"{(elapsed < plan.Length ? plan.Length - elapsed : TimeSpan.Zero):hh\\:mm\\:ss}";

    private static string Names(IReadOnlyList<string> away) => away.Count == 0 ? "none" : string.Join(", ", away);
}
