namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>
/// The coordinator's recorded yes or no, one row per attempt in the bookings database. An outcome never changes once it
/// is committed, and an uncommitted row makes every other writer of that attempt wait: that is the whole fence.
/// </summary>
public interface IDecisionLog
{
    /// <summary>This installation's id, a row of the bookings database since its first migration.</summary>
    ValueTask<Guid> DeploymentAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Opens the bookings database's transaction with the decision <i>commit</i> already in it, not yet committed. Its
    /// <see cref="IParticipantTransaction.CommitAsync"/> is the decision, and throws where the outcome is not the commit.
    /// </summary>
    Task<IParticipantTransaction> BeginDecidingAsync(Guid attempt, Guid bookingId, CancellationToken cancellationToken);

    /// <summary>Opens a transaction with the decision <i>commit</i> in it and nothing else, not yet committed.</summary>
    Task<IOpenDecision> OpenAsync(Guid attempt, Guid bookingId, CancellationToken cancellationToken);

    /// <summary>
    /// What was decided, and if nothing was: <i>abort</i>, from now on. <see cref="Decision.Undecided"/> where the owner
    /// is alive and has its row open.
    /// </summary>
    Task<Decision> ResolveAsync(Guid attempt, string decidedBy, CancellationToken cancellationToken);
}

/// <summary>A decision <i>commit</i> that is written and not committed. Disposed without a commit, it was never there.</summary>
public interface IOpenDecision : IAsyncDisposable
{
    /// <summary>Decides. Throws where the outcome is not the commit, or not known.</summary>
    Task CommitAsync(CancellationToken cancellationToken);
}

/// <summary>What the decision log says of an attempt.</summary>
public enum Decision
{
    Undecided,
    Commit,
    Abort,
}
