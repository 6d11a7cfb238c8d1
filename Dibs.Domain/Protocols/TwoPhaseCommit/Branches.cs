using Dibs.Domain.Bookings;
using Microsoft.Extensions.Logging;

namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>The databases that prepare in one mode: phase one on each in parallel, then commit or roll back of each.</summary>
internal sealed partial class Branches(
    IReadOnlyList<IParticipant> participants,
    ICrashPoints crashPoints,
    RecoverySignal recovery,
    TwoPhaseCommitOptions options,
    ILogger logger)
{
    /// <summary>What a database that lives needs at most to say that it was cancelled.</summary>
    private static readonly TimeSpan TimeToCancel = TimeSpan.FromSeconds(0.2);

    /// <summary>Asks each step for what it needs from outside, before any of them holds a transaction.</summary>
    /// <returns>Null when all are ready, else the outcome that the first refusal means.</returns>
    public async Task<BookingOutcome?> ReadyAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        foreach (var participant in participants)
        {
            var started = attempt.Timeline.Start();
            var ready = participant.ReadyAsync(attempt.Booking, cancellationToken);
            // A step that needs nothing from outside is ready at once, and that is not worth a line.
            var asksOutside = !ready.IsCompleted;
            var result = await ready;
            if (result is StepResult.Done && !asksOutside) continue;
            attempt.Note(
                participant.Name,
                result switch { StepResult.Done => "ready", StepResult.Unknown => "no answer", _ => "refused" },
                started);
            if (result is not StepResult.Done) return OutcomeOf(participant, result);
        }

        return null;
    }

    /// <summary>Phase one: every participant applies its step and prepares, in parallel.</summary>
    /// <param name="open">A participant whose transaction is open, with its step applied: it only prepares.</param>
    /// <returns>Null when all are prepared, else the outcome that the failures mean.</returns>
    public async Task<BookingOutcome?> PrepareAsync(
        Attempt attempt,
        CancellationToken cancellationToken,
        (IParticipant Participant, IParticipantTransaction Transaction)? open = null)
    {
        var votes = await Task.WhenAll(participants.Select(participant => open?.Participant == participant
            ? PrepareOneAsync(participant, open.Value.Transaction, attempt, cancellationToken)
            : PrepareInTimeAsync(participant, attempt, cancellationToken)));
        // A refusal says more than the failures that come with it.
        return votes.FirstOrDefault(vote => vote is BookingOutcome.Rejected { Reason: not RejectionReason.Unavailable })
            ?? votes.FirstOrDefault(vote => vote is not null);
    }

    /// <summary>Phase two after <i>commit</i>. Failures change nothing for the customer: recovery ends what is left.</summary>
    public Task CommitAsync(Attempt attempt) =>
        Task.WhenAll(participants.Select(async participant =>
        {
            await crashPoints.ReachAsync(attempt.At(CrashPoint.BeforeCommitPrepared(participant.Name)), attempt.Booking.BookingId);
            // The decision is made: nothing may cancel it any more.
            await EndAsync(participant, attempt, "committed", gid =>
                participant.CommitPreparedAsync(gid, CancellationToken.None));
            await crashPoints.ReachAsync(attempt.At(CrashPoint.Committed(participant.Name)), attempt.Booking.BookingId);
        }));

    /// <summary>Phase two after <i>abort</i>: of every branch, since one whose answer was lost may be prepared too.</summary>
    public Task RollBackAsync(Attempt attempt) =>
        Task.WhenAll(participants.Select(participant =>
            EndAsync(participant, attempt, "rolled back", gid =>
                participant.RollbackPreparedAsync(gid, CancellationToken.None))));

    /// <summary>Takes back what was asked of outside companies. What fails is left to the sweeper.</summary>
    public Task AbandonAsync(Attempt attempt) =>
        Task.WhenAll(participants.Select(async participant =>
        {
            try
            {
                await participant.AbandonAsync(attempt.Booking);
            }
            catch (Exception exception)
            {
                AbandonFailed(logger, exception, attempt.Booking.BookingId, participant.Name);
            }
        }));

    private static BookingOutcome OutcomeOf(IParticipant participant, StepResult result) => result switch
    {
        StepResult.Refused refused => new BookingOutcome.Rejected(participant.Step, refused.Reason, refused.Seats),
        StepResult.Unknown => new BookingOutcome.Unknown(UnknownReason.Payment),
        _ => new BookingOutcome.Rejected(participant.Step, RejectionReason.Unavailable),
    };

    /// <summary>
    /// A database that hangs does not even say that it was cancelled. The others' branches stay in doubt until it is given up,
    /// so nobody waits for that. If it prepares later, its branch is one of an aborted attempt, which recovery ends.
    /// </summary>
    private async Task<BookingOutcome?> PrepareInTimeAsync(
        IParticipant participant, Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await PrepareOneAsync(participant, null, attempt, cancellationToken)
                .WaitAsync(options.PrepareTimeout + TimeToCancel, CancellationToken.None);
        }
        catch (TimeoutException exception)
        {
            PrepareFailed(logger, exception, attempt.Booking.BookingId, participant.Name);
            return new BookingOutcome.Rejected(participant.Step, RejectionReason.Unavailable);
        }
    }

    private async Task<BookingOutcome?> PrepareOneAsync(
        IParticipant participant, IParticipantTransaction? open, Attempt attempt, CancellationToken cancellationToken)
    {
        var started = attempt.Timeline.Start();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.PrepareTimeout);
        try
        {
            // An open one too: prepared, it needs its connection no more. Its caller may dispose it again, which is harmless.
            await using var transaction = open ?? await participant.BeginAsync(timeout.Token);
            if (open is null && await transaction.ApplyAsync(attempt.Booking, timeout.Token) is var result and not StepResult.Done)
            {
                attempt.Note(participant.Name, "refused", started);
                return OutcomeOf(participant, result);
            }

            await crashPoints.ReachAsync(attempt.At(CrashPoint.BeforePrepare(participant.Name)), attempt.Booking.BookingId);
            if (!await transaction.PrepareAsync(attempt.GidOf(participant), timeout.Token))
            {
                PrepareRolledBack(logger, attempt.Booking.BookingId, participant.Name);
                attempt.Note(participant.Name, "prepare failed", started);
                return new BookingOutcome.Rejected(participant.Step, RejectionReason.Unavailable);
            }

            attempt.Note(participant.Name, "prepared", started);
            await crashPoints.ReachAsync(attempt.At(CrashPoint.Prepared(participant.Name)), attempt.Booking.BookingId);
            return null;
        }
        catch (Exception exception)
        {
            PrepareFailed(logger, exception, attempt.Booking.BookingId, participant.Name);
            attempt.Note(participant.Name, "prepare failed", started);
            return new BookingOutcome.Rejected(participant.Step, RejectionReason.Unavailable);
        }
    }

    private async Task EndAsync(
        IParticipant participant, Attempt attempt, string what, Func<Gid, Task<SecondPhase>> endAsync)
    {
        var started = attempt.Timeline.Start();
        try
        {
            var ended = await endAsync(attempt.GidOf(participant));
            if (ended == SecondPhase.Done) attempt.Note(participant.Name, what, started);
            if (ended == SecondPhase.Busy) recovery.WakeUp();
        }
        catch (Exception exception)
        {
            EndFailed(logger, exception, attempt.Booking.BookingId, participant.Name, what);
            attempt.Note(participant.Name, $"not yet {what}", started);
            recovery.WakeUp();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: {Participant} has not taken back yet what it asked outside; left to the sweeper")]
    private static partial void AbandonFailed(ILogger logger, Exception exception, Guid bookingId, string participant);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: {Participant} answered PREPARE TRANSACTION by a rollback")]
    private static partial void PrepareRolledBack(ILogger logger, Guid bookingId, string participant);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: {Participant} could not prepare")]
    private static partial void PrepareFailed(ILogger logger, Exception exception, Guid bookingId, string participant);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: {Participant} is not yet {What}; left to recovery")]
    private static partial void EndFailed(
        ILogger logger, Exception exception, Guid bookingId, string participant, string what);
}
