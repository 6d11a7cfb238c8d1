using Dibs.Domain.Bookings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Protocols.Saga;

/// <summary>
/// Moves sagas on. Every instance has one, and any of them may handle any reply: the saga's row lets each move happen once.
/// <list type="number">
/// <item>1. The saga is read, and <see cref="BookingSaga"/> says where the reply leads.</item>
/// <item>2. The move is committed, if nobody has moved the saga meanwhile.</item>
/// <item>3. The next command is sent; or the saga has ended, and whoever waits is told.</item>
/// </list>
/// A crash between 2 and 3 loses a message, not the saga: what is due is sent again from its row.
/// </summary>
public sealed partial class SagaOrchestrator(
    ISagaStore store,
    ISagaMessenger messenger,
    ITimelineLog timelines,
    ICrashPoints crashPoints,
    IOptions<SagaOptions> options,
    TimeProvider clock,
    ILogger<SagaOrchestrator> logger)
{
    /// <summary>A reply has come.</summary>
    /// <returns>False where it was not waited for.</returns>
    public async Task<bool> HandleAsync(SagaReply reply, CancellationToken cancellationToken)
    {
        // 1. Where does it lead?
        var timeline = new BookingTimeline(clock);
        var started = timeline.Start();
        var saga = await store.FindAsync(reply.BookingId, cancellationToken);
        if (saga is null || saga.Booking.Change?.Swap?.Id != reply.Swap || BookingSaga.On(saga.Phase, reply) is not { } move)
        {
            NotAwaited(logger, reply.BookingId, reply.Step, reply.Action, reply.Result);
            return false;
        }

        if (move.Next == saga.Phase)
        {
            await store.WaitAsync(saga, move.Because, options.Value.AskAgainAfter, cancellationToken);
            return true;
        }

        return await MoveAsync(saga, move, timeline, started, cancellationToken);
    }

    /// <summary>No reply has come in time: the command is sent again, or the saga turns back.</summary>
    public async Task WakeAsync(DueSaga due, CancellationToken cancellationToken)
    {
        var timeline = new BookingTimeline(clock);
        var saga = due.Saga;
        if (due.IsLate && BookingSaga.OnTimeout(saga.Phase) is { } move)
        {
            TurnedBack(logger, saga.BookingId, saga.Phase);
            await MoveAsync(saga, move, timeline, timeline.Start(), cancellationToken);
            return;
        }

        await CommandAsync(saga, timeline);
        timelines.Write(saga.BookingId, timeline);
    }

    /// <summary>The customer cancels a booking that is still being made: its saga turns back.</summary>
    /// <returns>False where it is not being made any more.</returns>
    public async Task<bool> TurnBackAsync(Guid bookingId, BookingTimeline timeline, CancellationToken cancellationToken)
    {
        var started = timeline.Start();
        if (await store.FindAsync(bookingId, cancellationToken) is not { Booking.Change: null } saga) return false;
        // Null: it is on its way back already, and no second reason is needed.
        return BookingSaga.OnCancel(saga.Phase) is not { } move
            || await MoveAsync(saga with { Because = null }, move, timeline, started, cancellationToken);
    }

    /// <summary>Sends the command of the phase. A failure is left to the row: it is sent again later.</summary>
    internal async Task CommandAsync(SagaState saga, BookingTimeline timeline)
    {
        if (BookingSaga.AwaitedIn(saga.Phase) is not var (step, action)) return;
        var started = timeline.Start();
        var again = saga.Attempts > 0 ? $" again ({saga.Attempts})" : "";
        try
        {
            // What is committed goes on, whatever becomes of who asked for it.
            await messenger.SendAsync(SagaCommand.For(saga.Booking, step, action), CancellationToken.None);
            timeline.Add("saga", $"asked to {WordsFor(saga.Phase)}{again}", started);
            await crashPoints.ReachAsync(CrashPoint.SagaCommanded(saga.Phase), saga.BookingId);
        }
        catch (NotSentException exception)
        {
            NotSent(logger, saga.BookingId, saga.Phase, exception.Message);
            timeline.Add("saga", $"could not ask to {WordsFor(saga.Phase)}{again}", started);
        }
    }

    private async Task<bool> MoveAsync(
        SagaState saga, SagaMove move, BookingTimeline timeline, long started, CancellationToken cancellationToken)
    {
        // 2. Committed once, by whoever comes first.
        await crashPoints.ReachAsync(CrashPoint.SagaMoving(move.Next), saga.BookingId);
        var because = BookingSaga.IsTurn(move.Next) ? saga.Because ?? move.Because : null;
        var moved = move.Next switch
        {
            SagaPhase.Done or SagaPhase.Withdrawn or SagaPhase.Swapped => await store.FinishAsync(saga, move.Next, cancellationToken),
            SagaPhase.Cancelled => await store.CancelAsync(saga, because!, cancellationToken),
            _ => await store.MoveAsync(saga, move.Next, because, cancellationToken),
        };
        if (!moved)
        {
            Overtaken(logger, saga.BookingId, saga.Phase, move.Next);
            return false;
        }

        timeline.Add("saga", move.Next.ToString().ToLowerInvariant(), started);
        await crashPoints.ReachAsync(CrashPoint.SagaMoved(move.Next), saga.BookingId);

        // 3. What is next.
        if (BookingSaga.IsEnd(move.Next))
        {
            Ended(logger, saga.BookingId, move.Next, because?.Reason);
            await TellAsync(new SagaEnd(saga.BookingId, because?.By, because?.Reason, saga.Booking.Change?.Swap?.Id), saga.Inbox);
        }
        else
        {
            await CommandAsync(
                saga with { Phase = move.Next, Version = saga.Version + 1, Attempts = 0, Because = because }, timeline);
        }

        timelines.Write(saga.BookingId, timeline);
        return true;
    }

    private async Task TellAsync(SagaEnd end, string inbox)
    {
        try
        {
            await messenger.TellAsync(end, inbox, CancellationToken.None);
        }
        catch (NotSentException exception)
        {
            // The caller hears "still being settled", and its page finds the end in the row.
            NotTold(logger, end.BookingId, exception.Message);
        }
    }

    private static string WordsFor(SagaPhase phase) => phase switch
    {
        SagaPhase.Paying => "pay",
        SagaPhase.Ticketing => "issue tickets",
        SagaPhase.Voiding or SagaPhase.Revoking => "void tickets",
        SagaPhase.Reissuing => "reissue tickets",
        SagaPhase.Rebating => "give the difference back",
        _ => "refund",
    };

    [LoggerMessage(LogLevel.Debug, "Booking {BookingId}: a reply that saga does not wait for: {Step} {Action} {Result}")]
    private static partial void NotAwaited(ILogger logger, Guid bookingId, Step step, StepAction action, ReplyResult result);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: saga had no reply in time while {Phase}; turning back")]
    private static partial void TurnedBack(ILogger logger, Guid bookingId, SagaPhase phase);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: saga could not send its command while {Phase}, will send again: {Error}")]
    private static partial void NotSent(ILogger logger, Guid bookingId, SagaPhase phase, string error);

    [LoggerMessage(LogLevel.Debug, "Booking {BookingId}: saga was moved by another from {Phase} before {Next}")]
    private static partial void Overtaken(ILogger logger, Guid bookingId, SagaPhase phase, SagaPhase next);

    [LoggerMessage(LogLevel.Information, "Booking {BookingId}: saga ended: {Phase} {Reason}")]
    private static partial void Ended(ILogger logger, Guid bookingId, SagaPhase phase, RejectionReason? reason);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: saga could not tell its end: {Error}")]
    private static partial void NotTold(ILogger logger, Guid bookingId, string error);
}
