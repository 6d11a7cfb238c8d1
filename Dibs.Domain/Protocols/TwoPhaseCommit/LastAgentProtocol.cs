using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>
/// <c>2pc</c>: the bookings database is the last agent. It does not prepare: its local commit carries the decision row,
/// so that commit <i>is</i> the decision. Five WAL flushes, two waits before the decision, and seats are never in doubt.
/// </summary>
public sealed class LastAgentProtocol(
    IEnumerable<IParticipant> participants,
    IDecisionLog decisions,
    ISeatChangeFeed feed,
    ICrashPoints crashPoints,
    RecoverySignal recovery,
    IOptions<TwoPhaseCommitOptions> options,
    TimeProvider clock,
    ILogger<LastAgentProtocol> logger) : TwoPhaseCommitProtocol(decisions, feed, crashPoints, options.Value, clock, logger)
{
    private readonly IDecisionLog _decisions = decisions;

    public override string Name => "2pc";

    private protected override Branches Preparing { get; } = new(
        [.. participants.Where(participant => participant.Step != Step.ReserveSeats)],
        crashPoints, recovery, options.Value, logger);

    private protected override Task<IParticipantTransaction> BeginSeatsAsync(
        Attempt attempt, CancellationToken cancellationToken) =>
        _decisions.BeginDecidingAsync(attempt.Id, attempt.Booking.BookingId, cancellationToken);

    private protected override Task<BookingOutcome?> PrepareAsync(
        IParticipantTransaction seats, Attempt attempt, CancellationToken cancellationToken) =>
        Preparing.PrepareAsync(attempt, cancellationToken);
}
