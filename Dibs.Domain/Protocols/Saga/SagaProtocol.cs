using Dibs.Domain.Bookings;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Protocols.Saga;

/// <summary>
/// <c>saga</c>: three effects, each committed by itself, and taken back by compensations where a later one fails.
/// Five commits and four messages; nothing is locked between them.
/// <list type="number">
/// <item>1. One transaction in bookings: the booking pending, its seats held, the saga begun.</item>
/// <item>2. The command to pay is sent. From here on the saga goes by itself, on whichever instance has time
/// (<see cref="SagaOrchestrator"/>), and a crash of this one changes nothing.</item>
/// <item>3. Its end is waited for, not asked for: it comes by message.</item>
/// </list>
/// A cancellation or a swap of seats goes the same way: in 1 its pivot, in 2 the command to void or reissue the tickets.
/// </summary>
public sealed class SagaProtocol(
    ISagaStore store,
    ISagaMessenger messenger,
    SagaOrchestrator orchestrator,
    SagaWaiters waiters,
    ICrashPoints crashPoints,
    IOptions<SagaOptions> options,
    TimeProvider clock) : IBookingProtocol
{
    public const string ProtocolName = "saga";

    public string Name => ProtocolName;

    public async Task<BookingOutcome?> BookAsync(
        BookingRequest booking, BookingTimeline timeline, CancellationToken cancellationToken)
    {
        // Nothing is promised that cannot be gone on with.
        if (!messenger.IsUp) return new BookingOutcome.Rejected(null, RejectionReason.Unavailable);

        // 1. The beginning.
        using var waiter = waiters.Add(booking.EffectId());
        var started = timeline.Start();
        switch (await store.StartAsync(booking, messenger.Inbox, cancellationToken))
        {
            case StepResult.Duplicate when booking.Change?.Kind != ChangeKind.Cancel || !await orchestrator.TurnBackAsync(
                booking.BookingId, timeline, cancellationToken):
                return null;
            case StepResult.Duplicate:
                return await EndAsync(waiter, cancellationToken);
            case StepResult.Refused refused:
                timeline.Add("seats", "refused", started);
                return new BookingOutcome.Rejected(Step.ReserveSeats, refused.Reason, refused.Seats);
        }

        var phase = BookingSaga.StartOf(booking);
        if (booking.Change is null) timeline.Add("seats", "held", started);
        else timeline.Add(Name, phase.ToString().ToLowerInvariant(), started);
        await crashPoints.ReachAsync(
            booking.Change is null ? CrashPoint.SagaStarted : CrashPoint.SagaMoved(phase), booking.BookingId);

        // 2. It is on its way: the caller's cancellation ends the waiting only.
        var begun = new SagaState(booking, phase, 1, 0, null, messenger.Inbox);
        await orchestrator.CommandAsync(begun, timeline);

        // 3. The end.
        return await EndAsync(waiter, cancellationToken);
    }

    private async Task<BookingOutcome> EndAsync(SagaWaiter waiter, CancellationToken cancellationToken)
    {
        var end = await waiter.WaitAsync(options.Value.AnswerWithin, clock, cancellationToken);
        return end?.Outcome ?? new BookingOutcome.Unknown(UnknownReason.InProgress);
    }
}
