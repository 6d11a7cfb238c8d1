using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.TwoPhaseCommit;

/// <summary>
/// Runs recovery on this instance: at start, every second with jitter, and at once when a coordinator left a branch
/// behind. All instances do, at the same time.
/// </summary>
internal sealed partial class RecoveryWorker(
    InDoubtResolver resolver,
    RepairedSeats repaired,
    RecoverySignal signal,
    SetUp setUp,
    Alarms alarms,
    InstanceName instance,
    IOptions<TwoPhaseCommitOptions> options,
    ILogger<RecoveryWorker> logger) : BackgroundService
{
    public const string Alarm = "in-doubt";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var round = await resolver.RunOnceAsync(instance.Value, stoppingToken);
                Watch(round);
                repaired.Tell(round.Repaired);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The bookings database does not say which deployment this is: nothing can be ended before it does.
                RoundFailed(logger, exception.Message);
            }

            await signal.WaitAsync(Jittered(options.Value.RecoveryInterval), stoppingToken);
        }
    }

    private void Watch(RecoveryRound round)
    {
        RecoveryMeters.InDoubt.Record(round.Left);
        if (round.Left > 0 && round.Oldest > options.Value.AlarmAge)
            alarms.Raise(Alarm, $"{round.Left} prepared transaction(s) in doubt, the oldest for {round.Oldest.TotalSeconds:0} s");
        else
            alarms.Clear(Alarm);
    }

    /// <summary>Instances that started together do not stay in step.</summary>
    private static TimeSpan Jittered(TimeSpan interval) => interval * (0.8 + (Random.Shared.NextDouble() * 0.4));

    [LoggerMessage(LogLevel.Warning, "Recovery could not run: {Error}")]
    private static partial void RoundFailed(ILogger logger, string error);
}
