using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols.TwoPhaseCommit;

namespace Dibs.Domain.Protocols;

/// <summary>One step with its database. A protocol knows participants only.</summary>
public interface IParticipant
{
    /// <summary><c>seats</c>, <c>payments</c> or <c>tickets</c>.</summary>
    string Name { get; }

    Step Step { get; }

    /// <summary>The last part of this participant's gids: <c>b</c>, <c>p</c> or <c>t</c>.</summary>
    char Branch { get; }

    /// <summary>
    /// What the step needs from outside before its transaction starts, so that no transaction of this participant waits
    /// for another company: the payment is authorised here. Safe to repeat.
    /// </summary>
    Task<StepResult> ReadyAsync(BookingRequest booking, CancellationToken cancellationToken);

    /// <summary>Takes back what <see cref="ReadyAsync"/> did, after an abort. Safe to repeat.</summary>
    Task AbandonAsync(BookingRequest booking);

    /// <summary>Opens a local transaction.</summary>
    Task<IParticipantTransaction> BeginAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Saga: makes the step's effect and commits it, once however often it is called. The answer to the first call is the
    /// answer to all of them, a refusal too; after a compensation it is a refusal.
    /// </summary>
    /// <exception cref="System.Data.Common.DbException">It is not known whether it was done: call again.</exception>
    Task<StepResult> ApplyOnceAsync(BookingRequest booking, CancellationToken cancellationToken);

    /// <summary>
    /// Saga: takes the step's effect back, and makes sure that it does not come later, also where it is not there yet. Safe
    /// to repeat.
    /// </summary>
    /// <exception cref="System.Data.Common.DbException">It is not known whether it was done: call again.</exception>
    Task CompensateAsync(BookingRequest booking, CancellationToken cancellationToken);

    /// <summary>Ends a prepared branch with its effect. Safe to repeat.</summary>
    /// <exception cref="System.Data.Common.DbException">The database could not be asked; recovery will.</exception>
    Task<SecondPhase> CommitPreparedAsync(Gid gid, CancellationToken cancellationToken);

    /// <summary>Ends a prepared branch without its effect. Safe to repeat.</summary>
    /// <exception cref="System.Data.Common.DbException">The database could not be asked; recovery will.</exception>
    Task<SecondPhase> RollbackPreparedAsync(Gid gid, CancellationToken cancellationToken);

    /// <summary>The prepared branches of this deployment in this database.</summary>
    /// <param name="deployment">Branches of other deployments are not ours to touch.</param>
    /// <param name="olderThan">By the database's own clock.</param>
    Task<IReadOnlyList<PreparedBranch>> ListPreparedAsync(
        Guid deployment, TimeSpan olderThan, CancellationToken cancellationToken);
}

/// <summary>A participant's local transaction. Disposed without an end, it is rolled back.</summary>
public interface IParticipantTransaction : IAsyncDisposable
{
    /// <summary>Makes the step's effect in this transaction.</summary>
    Task<StepResult> ApplyAsync(BookingRequest booking, CancellationToken cancellationToken);

    /// <summary>Prepares, and sees in the server's own list that it is prepared.</summary>
    /// <returns>False where the server rolled back instead, which it does without an error.</returns>
    Task<bool> PrepareAsync(Gid gid, CancellationToken cancellationToken);

    /// <summary>Commits. Where the server rolled back instead, it throws.</summary>
    Task CommitAsync(CancellationToken cancellationToken);
}

/// <summary>A branch that was promised and not yet ended.</summary>
/// <param name="Age">By the database's own clock.</param>
public sealed record PreparedBranch(Gid Gid, TimeSpan Age);

/// <summary>What became of a COMMIT PREPARED or ROLLBACK PREPARED.</summary>
public enum SecondPhase
{
    Done,

    /// <summary>The branch is gone: somebody else ended it, the same way, because there is one decision.</summary>
    AlreadyDone,

    /// <summary>Somebody else is at it this moment.</summary>
    Busy,
}
