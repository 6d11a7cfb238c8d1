using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.TwoPhaseCommit;

/// <summary>
/// Runs recovery on this instance: at start, every second with jitter, and at once when a coordinator left a branch
/// behind; on each database by itself. All instances do, at the same time.
/// </summary>
internal sealed partial class RecoveryWorker(
    InDoubtResolver resolver,
    RepairedSeats repaired,
    RecoverySignal signal,
    SetUp setUp,
    Alarms alarms,
    InstanceName instance,
    IOptions<TwoPhaseCommitOptions> options,
    TimeProvider clock,
    ILogger<RecoveryWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await setUp.WaitAsync(stoppingToken);
        await Task.WhenAll(resolver.Participants.Select(participant => RecoverAsync(participant, stoppingToken)));
    }

    private async Task RecoverAsync(IParticipant participant, CancellationToken stoppingToken)
    {
        var alarm = new Alarm(alarms, $"in-doubt on {participant.Name}");
        while (!stoppingToken.IsCancellationRequested)
        {
            var woken = signal.Next;
            try
            {
                var round = await resolver.RunOnceAsync(participant, instance.Value, stoppingToken);
                Watch(participant, round, alarm);
                repaired.Tell(round.Repaired);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The database does not answer, or that of the bookings does not. Its branches stay as they are.
                RoundFailed(logger, participant.Name, exception.Message);
            }

            await Task.WhenAny(woken, Task.Delay(Jittered(options.Value.RecoveryInterval), clock, stoppingToken));
        }
    }

    private void Watch(IParticipant participant, RecoveryRound round, Alarm alarm)
    {
        RecoveryMeters.InDoubt.Record(round.Left, new KeyValuePair<string, object?>("participant", participant.Name));
        if (round.Left > 0 && round.Oldest > options.Value.AlarmAge)
            alarm.Raise($"{round.Left} prepared transaction(s) in doubt, the oldest for {round.Oldest.TotalSeconds:0} s");
        else
            alarm.Clear();
    }

    /// <summary>Instances that started together do not stay in step.</summary>
    private static TimeSpan Jittered(TimeSpan interval) => interval * (0.8 + (Random.Shared.NextDouble() * 0.4));

    [LoggerMessage(LogLevel.Warning, "Recovery of {Participant} could not run: {Error}")]
    private static partial void RoundFailed(ILogger logger, string participant, string error);
}
