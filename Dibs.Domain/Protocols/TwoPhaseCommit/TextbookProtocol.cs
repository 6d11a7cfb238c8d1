using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>
/// <c>2pc-textbook</c>: all three databases prepare, and the decision row is a transaction of its own. Seven WAL
/// flushes, and seats are in doubt from their PREPARE to their COMMIT PREPARED. Kept so that it can be compared.
/// </summary>
public sealed class TextbookProtocol(
    IEnumerable<IParticipant> participants,
    IDecisionLog decisions,
    ISeatChangeFeed feed,
    ICrashPoints crashPoints,
    RecoverySignal recovery,
    IOptions<TwoPhaseCommitOptions> options,
    TimeProvider clock,
    ILogger<TextbookProtocol> logger) : TwoPhaseCommitProtocol(decisions, feed, crashPoints, options.Value, clock, logger)
{
    private readonly IDecisionLog _decisions = decisions;
    private readonly IParticipant _seats = participants.Single(participant => participant.Step == Step.ReserveSeats);

    public override string Name => "2pc-textbook";

    private protected override Branches Preparing { get; } =
        new([.. participants], crashPoints, recovery, options.Value, logger);

    private protected override Task<IParticipantTransaction> BeginSeatsAsync(
        Attempt attempt, CancellationToken cancellationToken) => _seats.BeginAsync(cancellationToken);

    private protected override Task<BookingOutcome?> PrepareAsync(
        IParticipantTransaction seats, Attempt attempt, CancellationToken cancellationToken) =>
        Preparing.PrepareAsync(attempt, cancellationToken, (_seats, seats));

    private protected override Task<Decision> DecideAsync(IParticipantTransaction seats, Attempt attempt) =>
        _decisions.RecordCommitAsync(attempt.Id, attempt.Booking.BookingId, CancellationToken.None);
}
