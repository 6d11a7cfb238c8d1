using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;
using Microsoft.Extensions.Logging;

namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>
/// Two-phase commit with presumed abort, as both modes have it. What differs is where the decision is written, and so
/// whether the bookings database prepares too: see <see cref="LastAgentProtocol"/> and <see cref="TextbookProtocol"/>.
/// <list type="number">
/// <item>0. Bookings: begin, claim the seats, write the booking. Nothing of it is committed.</item>
/// <item>1. In parallel on each database that prepares: step, PREPARE, and see that it is prepared.</item>
/// <item>2. Anything wrong: roll back bookings, then what was prepared. What cannot be reached is left to recovery.</item>
/// <item>3. <b>The decision.</b> Its answer is lost: never guess, ask the decision log.</item>
/// <item>4. COMMIT PREPARED on each, in parallel.</item>
/// </list>
/// A change of a confirmed booking goes the same way, with other effects; it asks nothing of outside companies.
/// </summary>
public abstract partial class TwoPhaseCommitProtocol(
    IDecisionLog decisions,
    ISeatChangeFeed feed,
    ICrashPoints crashPoints,
    TwoPhaseCommitOptions options,
    TimeProvider clock,
    ILogger logger) : IBookingProtocol
{
    public abstract string Name { get; }

    /// <summary>The databases that prepare in this mode.</summary>
    private protected abstract Branches Preparing { get; }

    public async Task<BookingOutcome?> BookAsync(
        BookingRequest booking, BookingTimeline timeline, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(await decisions.DeploymentAsync(cancellationToken), Guid.NewGuid(), booking, timeline);
        Beginning(logger, booking.BookingId, Name, attempt.Id);

        // 0. The seats, in a transaction that is still open.
        await crashPoints.ReachAsync(attempt.At(CrashPoint.BeforeBegin), booking.BookingId);
        var started = timeline.Start();
        await using var seats = await BeginSeatsAsync(attempt, cancellationToken);
        var claimed = await seats.ApplyAsync(booking, cancellationToken);
        if (claimed is StepResult.Duplicate) return null;
        if (claimed is StepResult.Refused refused)
        {
            attempt.Note("seats", "refused", started);
            return new BookingOutcome.Rejected(Step.ReserveSeats, refused.Reason, refused.Seats);
        }

        attempt.Note("seats", booking.Change?.Kind == ChangeKind.Cancel ? "let go" : "claimed", started);

        // 1. The promises.
        var refusal = await CollectPromisesAsync(seats, attempt, cancellationToken);

        // 2. Abort: the bookings database first, so that no commit row can come any more.
        if (refusal is not null)
        {
            await seats.DisposeAsync();
            return await AbortAsync(attempt, refusal);
        }

        // 3. The decision. From here on the caller's cancellation counts no more.
        started = timeline.Start();
        var decision = await DecideOrResolveAsync(seats, attempt);
        attempt.Note(Name, $"decided: {decision.ToString().ToLowerInvariant()}", started);
        if (decision == Decision.Undecided) return new BookingOutcome.Unknown(UnknownReason.Decision);
        if (decision == Decision.Abort) return await AbortAsync(attempt, Unavailable);

        // 4. The promises are kept.
        await crashPoints.ReachAsync(attempt.At(CrashPoint.Decided), booking.BookingId);
        await Preparing.CommitAsync(attempt);
        if (claimed is StepResult.Done done) feed.Publish(done.Seats);
        await crashPoints.ReachAsync(attempt.At(CrashPoint.BeforeAnswer), booking.BookingId);
        return BookingOutcome.Confirmed.Instance;
    }

    /// <summary>
    /// Step 0: opens the bookings database's transaction, and with it the decision row. Its commit is the decision.
    /// </summary>
    private protected abstract Task<IParticipantTransaction> BeginSeatsAsync(
        Attempt attempt, CancellationToken cancellationToken);

    /// <summary>Step 1: null when every database has promised.</summary>
    private protected abstract Task<BookingOutcome?> PrepareAsync(
        IParticipantTransaction seats, Attempt attempt, CancellationToken cancellationToken);

    private static BookingOutcome.Rejected Unavailable => new(null, RejectionReason.Unavailable);

    private async Task<BookingOutcome?> CollectPromisesAsync(
        IParticipantTransaction seats, Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            await crashPoints.ReachAsync(attempt.At(CrashPoint.SeatsClaimed), attempt.Booking.BookingId);
            var refusal = await Preparing.ReadyAsync(attempt, cancellationToken)
                ?? await PrepareAsync(seats, attempt, cancellationToken);
            await crashPoints.ReachAsync(attempt.At(CrashPoint.BeforeDecision), attempt.Booking.BookingId);
            return refusal;
        }
        catch (Exception exception)
        {
            Aborting(logger, exception, attempt.Booking.BookingId, Name);
            return Unavailable;
        }
    }

    private async Task<Decision> DecideOrResolveAsync(IParticipantTransaction seats, Attempt attempt)
    {
        try
        {
            await seats.CommitAsync(CancellationToken.None);
            return Decision.Commit;
        }
        catch (Exception exception)
        {
            Resolving(logger, exception, attempt.Booking.BookingId, Name);
            // The connection goes first: a session that hangs on to the row would make every resolver stand back.
            await seats.DisposeAsync();
            var decision = await decisions.ResolveWithinAsync(attempt.Id, options.ResolveFor, clock);
            Resolved(logger, attempt.Booking.BookingId, Name, decision);
            return decision;
        }
    }

    private async Task<BookingOutcome> AbortAsync(Attempt attempt, BookingOutcome outcome)
    {
        await Preparing.RollBackAsync(attempt);
        // While the payment company has not said what became of its part there is nothing to take back yet.
        if (outcome is not BookingOutcome.Unknown) await Preparing.AbandonAsync(attempt);
        return outcome;
    }

    // Recovery knows an attempt by its id alone; this line says whose it is.
    [LoggerMessage(LogLevel.Debug, "Booking {BookingId}: {Protocol} begins attempt {Attempt}")]
    private static partial void Beginning(ILogger logger, Guid bookingId, string protocol, Guid attempt);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: aborting {Protocol}")]
    private static partial void Aborting(ILogger logger, Exception exception, Guid bookingId, string protocol);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: {Protocol} lost the answer to its decision; resolving")]
    private static partial void Resolving(ILogger logger, Exception exception, Guid bookingId, string protocol);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId}: {Protocol} resolved to {Decision}")]
    private static partial void Resolved(ILogger logger, Guid bookingId, string protocol, Decision decision);
}
