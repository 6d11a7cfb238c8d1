using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>
/// Recovery: ends every branch that its coordinator left prepared. Runs on every instance at once, without a leader, a
/// lease or an owner column: the decision log lets only one outcome be, and ending a branch twice is harmless.
/// </summary>
public sealed partial class InDoubtResolver(
    IEnumerable<IParticipant> participants,
    IDecisionLog decisions,
    ICrashPoints crashPoints,
    IOptions<TwoPhaseCommitOptions> options,
    ILogger<InDoubtResolver> logger)
{
    private readonly IReadOnlyList<IParticipant> _participants = [.. participants];

    /// <summary>One round over all databases. One that cannot be reached does not keep the others waiting.</summary>
    /// <param name="recoverer">Who does it, for the decision row: the instance's name.</param>
    public async Task<RecoveryRound> RunOnceAsync(string recoverer, CancellationToken cancellationToken)
    {
        var deployment = await decisions.DeploymentAsync(cancellationToken);
        var lists = await Task.WhenAll(_participants.Select(participant =>
            ListAsync(participant, deployment, cancellationToken)));
        var attempts = lists.SelectMany(list => list.Branches).GroupBy(found => found.Branch.Gid.Attempt);
        var (committed, rolledBack, left) = (0, 0, 0);
        var repaired = new List<Guid>();
        foreach (var attempt in attempts)
        {
            var decision = await ResolveAsync(attempt.Key, recoverer, cancellationToken);
            if (decision == Decision.Undecided)
            {
                left += attempt.Count();
                continue;
            }

            await crashPoints.ReachAsync(CrashPoint.RecoveryResolved, attempt.Key);
            var (first, before) = (true, committed);
            foreach (var (participant, branch) in attempt)
            {
                if (!first) await crashPoints.ReachAsync(CrashPoint.RecoveryBetweenBranches, attempt.Key);
                first = false;
                var ended = await EndAsync(participant, branch, decision, cancellationToken);
                if (ended != SecondPhase.Done) left += ended == SecondPhase.Busy ? 1 : 0;
                else if (decision == Decision.Commit) committed++;
                else rolledBack++;
            }

            if (committed > before) repaired.Add(attempt.Key);
        }

        return new RecoveryRound(
            committed, rolledBack, left,
            lists.SelectMany(list => list.Branches)
                .Select(found => found.Branch.Age).DefaultIfEmpty(TimeSpan.Zero).Max(),
            [.. lists.Where(list => !list.Reached).Select(list => list.Participant.Name)],
            repaired);
    }

    private async Task<(IParticipant Participant, bool Reached, IReadOnlyList<(IParticipant Participant, PreparedBranch Branch)> Branches)>
        ListAsync(IParticipant participant, Guid deployment, CancellationToken cancellationToken)
    {
        try
        {
            var branches = await participant.ListPreparedAsync(
                deployment, options.Value.RecoveryMinimumAge, cancellationToken);
            return (participant, true, [.. branches.Select(branch => (participant, branch))]);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            ListFailed(logger, participant.Name, exception.Message);
            return (participant, false, []);
        }
    }

    private async Task<Decision> ResolveAsync(Guid attempt, string recoverer, CancellationToken cancellationToken)
    {
        try
        {
            return await decisions.ResolveAsync(attempt, recoverer, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The bookings database does not answer: its branches stay in doubt. Never guess.
            ResolveFailed(logger, attempt, exception.Message);
            return Decision.Undecided;
        }
    }

    private async Task<SecondPhase> EndAsync(
        IParticipant participant, PreparedBranch branch, Decision decision, CancellationToken cancellationToken)
    {
        try
        {
            var ended = decision == Decision.Commit
                ? await participant.CommitPreparedAsync(branch.Gid, cancellationToken)
                : await participant.RollbackPreparedAsync(branch.Gid, cancellationToken);
            if (ended == SecondPhase.Done) Ended(logger, branch.Gid.Attempt, participant.Name, decision, branch.Age);
            return ended;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            EndFailed(logger, branch.Gid.Attempt, participant.Name, exception.Message);
            return SecondPhase.Busy;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Recovery cannot list the prepared branches of {Participant}: {Error}")]
    private static partial void ListFailed(ILogger logger, string participant, string error);

    [LoggerMessage(LogLevel.Warning, "Recovery cannot ask for the decision on attempt {Attempt}: {Error}")]
    private static partial void ResolveFailed(ILogger logger, Guid attempt, string error);

    [LoggerMessage(LogLevel.Warning, "Recovery cannot end attempt {Attempt} on {Participant}: {Error}")]
    private static partial void EndFailed(ILogger logger, Guid attempt, string participant, string error);

    [LoggerMessage(LogLevel.Information, "Recovery ended attempt {Attempt} on {Participant}: {Decision}, prepared for {Age}")]
    private static partial void Ended(ILogger logger, Guid attempt, string participant, Decision decision, TimeSpan age);
}

/// <summary>What one round of recovery did.</summary>
/// <param name="Left">Branches that are still prepared: their owner is alive, or a database does not answer.</param>
/// <param name="Oldest">Age of the oldest branch that was found; zero if there was none.</param>
/// <param name="Unreachable">Participants whose database could not be asked.</param>
/// <param name="Repaired">Attempts of which a branch was committed: their coordinator may have told nobody.</param>
public sealed record RecoveryRound(
    int Committed, int RolledBack, int Left, TimeSpan Oldest, IReadOnlyList<string> Unreachable, IReadOnlyList<Guid> Repaired);
