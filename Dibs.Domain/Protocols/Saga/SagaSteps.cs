using System.Data.Common;
using Dibs.Domain.Bookings;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Dibs.Domain.Protocols.Saga;

/// <summary>
/// Carries out commands, one code for all steps: the effect or its compensation is committed together with the note that
/// it was (<see cref="IParticipant.ApplyOnceAsync"/>), then the reply is sent. A command that comes again finds the note,
/// and gets the same reply.
/// </summary>
public sealed partial class SagaSteps(
    IEnumerable<IParticipant> participants,
    ISagaMessenger messenger,
    ITimelineLog timelines,
    ICrashPoints crashPoints,
    TimeProvider clock,
    ILogger<SagaSteps> logger)
{
    private readonly Dictionary<Step, IParticipant> _participants =
        participants.ToDictionary(participant => participant.Step);

    /// <summary>
    /// A database that is away for a moment. For longer it is not worth holding up the commands behind: the saga sends this
    /// one again.
    /// </summary>
    private readonly ResiliencePipeline<StepResult> _retry = new ResiliencePipelineBuilder<StepResult>()
        .AddRetry(new RetryStrategyOptions<StepResult>
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder<StepResult>().Handle<DbException>(exception => exception.IsTransient),
        })
        .Build();

    /// <summary>Does what the command says, and replies. Whatever fails is left to the saga, which asks again.</summary>
    public async Task HandleAsync(SagaCommand command, CancellationToken cancellationToken)
    {
        var (booking, participant) = (command.Booking, _participants[command.Step]);
        var timeline = new BookingTimeline(clock);
        var started = timeline.Start();
        try
        {
            var result = await _retry.ExecuteAsync(
                async token => await RunAsync(participant, command, token), cancellationToken);
            timeline.Add(participant.Name, WordFor(command.Action, result), started);
            await crashPoints.ReachAsync(CrashPoint.StepCommitted(participant.Name), booking.BookingId);
            await messenger.SendAsync(ReplyTo(command, result), cancellationToken);
            await crashPoints.ReachAsync(CrashPoint.StepReplied(participant.Name), booking.BookingId);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or NotSentException)
        {
            Failed(logger, booking.BookingId, participant.Name, command.Action, exception.Message);
            timeline.Add(participant.Name, $"{WordFor(command.Action)} failed", started);
        }

        timelines.Write(booking.BookingId, timeline);
    }

    private static async Task<StepResult> RunAsync(
        IParticipant participant, SagaCommand command, CancellationToken cancellationToken)
    {
        if (command.Action == StepAction.Apply)
            return await participant.ApplyOnceAsync(command.Booking, cancellationToken);
        await participant.CompensateAsync(command.Booking, cancellationToken);
        return StepResult.Done.Instance;
    }

    private static SagaReply ReplyTo(SagaCommand command, StepResult result)
    {
        var (answer, reason) = result switch
        {
            StepResult.Refused refused => (ReplyResult.Refused, (RejectionReason?)refused.Reason),
            StepResult.Unknown => (ReplyResult.Unknown, null),
            _ => (ReplyResult.Done, null),
        };
        return new(command.Booking.BookingId, command.Step, command.Action, answer, reason, command.Booking.Change?.Swap?.Id);
    }

    private static string WordFor(StepAction action, StepResult result) => result switch
    {
        StepResult.Refused => "refused",
        StepResult.Unknown => "no answer",
        _ => action == StepAction.Apply ? "applied" : "compensated",
    };

    private static string WordFor(StepAction action) => action == StepAction.Apply ? "apply" : "compensate";

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: {Participant} could not {Action} for saga, will be asked again: {Error}")]
    private static partial void Failed(
        ILogger logger, Guid bookingId, string participant, StepAction action, string error);
}
