using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>
/// <c>2pc-textbook</c>: all three databases prepare, and the decision row is a transaction of its own. Seven WAL
/// flushes, and seats are in doubt from their PREPARE to their COMMIT PREPARED. Kept so that it can be compared.
/// The row is written at the beginning and committed last, on a connection of its own: while it is open recovery sees
/// that the coordinator is alive, however slow it is (docs/adr/0012-textbook-fence.md).
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

    private protected override async Task<IParticipantTransaction> BeginSeatsAsync(
        Attempt attempt, CancellationToken cancellationToken)
    {
        var decision = await _decisions.OpenAsync(attempt.Id, attempt.Booking.BookingId, cancellationToken);
        try
        {
            return new SeatsAndDecision(await _seats.BeginAsync(cancellationToken), decision);
        }
        catch
        {
            await decision.DisposeAsync();
            throw;
        }
    }

    private protected override Task<BookingOutcome?> PrepareAsync(
        IParticipantTransaction seats, Attempt attempt, CancellationToken cancellationToken) =>
        // The seats alone: they give their connection back as soon as they are prepared, and the decision stays open.
        Preparing.PrepareAsync(attempt, cancellationToken, (_seats, ((SeatsAndDecision)seats).Seats));

    private sealed class SeatsAndDecision(IParticipantTransaction seats, IOpenDecision decision) : IParticipantTransaction
    {
        public IParticipantTransaction Seats => seats;

        public Task<StepResult> ApplyAsync(BookingRequest booking, CancellationToken cancellationToken) =>
            seats.ApplyAsync(booking, cancellationToken);

        public Task<bool> PrepareAsync(Gid gid, CancellationToken cancellationToken) =>
            throw new NotSupportedException("The seats are prepared with the other branches.");

        public Task CommitAsync(CancellationToken cancellationToken) => decision.CommitAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await seats.DisposeAsync();
            await decision.DisposeAsync();
        }
    }
}
