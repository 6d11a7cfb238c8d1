using System.Collections.Concurrent;
using System.Data.Common;
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
    /// <summary>As many as recovery has connections of its own to the bookings database.</summary>
    private const int AtOnce = 8;

    /// <summary>The decision log's database, as it is called among those that are away.</summary>
    private const string Bookings = "decisions";

    /// <summary>A database that takes longer is away for this round; the branches of the others do not wait for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<IParticipant> _participants = [.. participants];

    /// <summary>One round over all databases. One that cannot be reached does not keep the others waiting.</summary>
    /// <param name="recoverer">Who does it, for the decision row: the instance's name.</param>
    public async Task<RecoveryRound> RunOnceAsync(string recoverer, CancellationToken cancellationToken)
    {
        var deployment = await decisions.DeploymentAsync(cancellationToken);
        var lists = await Task.WhenAll(_participants.Select(participant =>
            ListAsync(participant, deployment, cancellationToken)));
        var away = new Away();
        var ended = new ConcurrentBag<Ended>();
        var repaired = new ConcurrentBag<Guid>();
        await Parallel.ForEachAsync(
            lists.SelectMany(list => list.Branches).GroupBy(found => found.Branch.Gid.Attempt),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (attempt, token) =>
            {
                var branches = await EndAsync(attempt.Key, [.. attempt], recoverer, away, token);
                foreach (var one in branches) ended.Add(one);
                if (branches.Contains(Ended.Committed)) repaired.Add(attempt.Key);
            });
        return new RecoveryRound(
            ended.Count(one => one == Ended.Committed),
            ended.Count(one => one == Ended.RolledBack),
            ended.Count(one => one == Ended.Left),
            lists.SelectMany(list => list.Branches)
                .Select(found => found.Branch.Age).DefaultIfEmpty(TimeSpan.Zero).Max(),
            [.. lists.Where(list => !list.Reached).Select(list => list.Participant.Name)],
            [.. repaired]);
    }

    /// <summary>Ends the branches of one attempt as it was decided.</summary>
    private async Task<IReadOnlyList<Ended>> EndAsync(
        Guid attempt,
        IReadOnlyList<(IParticipant Participant, PreparedBranch Branch)> branches,
        string recoverer,
        Away away,
        CancellationToken cancellationToken)
    {
        var decision = await ResolveAsync(attempt, recoverer, away, cancellationToken);
        if (decision == Decision.Undecided) return [.. branches.Select(_ => Ended.Left)];

        await crashPoints.ReachAsync(CrashPoint.RecoveryResolved, attempt);
        var ended = new List<Ended>();
        foreach (var (participant, branch) in branches)
        {
            if (ended.Count > 0) await crashPoints.ReachAsync(CrashPoint.RecoveryBetweenBranches, attempt);
            ended.Add(await EndAsync(participant, branch, decision, away, cancellationToken) switch
            {
                SecondPhase.Busy => Ended.Left,
                SecondPhase.AlreadyDone => Ended.BySomebodyElse,
                _ => decision == Decision.Commit ? Ended.Committed : Ended.RolledBack,
            });
        }

        return ended;
    }

    private async Task<(IParticipant Participant, bool Reached, IReadOnlyList<(IParticipant Participant, PreparedBranch Branch)> Branches)>
        ListAsync(IParticipant participant, Guid deployment, CancellationToken cancellationToken)
    {
        using var patience = PatienceOf(cancellationToken);
        try
        {
            var branches = await participant.ListPreparedAsync(
                deployment, options.Value.RecoveryMinimumAge, patience.Token);
            return (participant, true, [.. branches.Select(branch => (participant, branch))]);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            ListFailed(logger, participant.Name, exception.Message);
            return (participant, false, []);
        }
    }

    private async Task<Decision> ResolveAsync(
        Guid attempt, string recoverer, Away away, CancellationToken cancellationToken)
    {
        if (away.Contains(Bookings)) return Decision.Undecided;
        using var patience = PatienceOf(cancellationToken);
        try
        {
            return await decisions.ResolveAsync(attempt, recoverer, patience.Token);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The bookings database does not answer: its branches stay in doubt. Never guess. Nor ask it for the others, each of
            // which would wait as long.
            ResolveFailed(logger, attempt, exception.Message);
            if (IsAway(exception)) away.Add(Bookings);
            return Decision.Undecided;
        }
    }

    private async Task<SecondPhase> EndAsync(
        IParticipant participant, PreparedBranch branch, Decision decision, Away away, CancellationToken cancellationToken)
    {
        if (away.Contains(participant.Name)) return SecondPhase.Busy;
        using var patience = PatienceOf(cancellationToken);
        try
        {
            var ended = decision == Decision.Commit
                ? await participant.CommitPreparedAsync(branch.Gid, patience.Token)
                : await participant.RollbackPreparedAsync(branch.Gid, patience.Token);
            if (ended == SecondPhase.Done) BranchEnded(logger, branch.Gid.Attempt, participant.Name, decision, branch.Age);
            return ended;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            EndFailed(logger, branch.Gid.Attempt, participant.Name, exception.Message);
            if (IsAway(exception)) away.Add(participant.Name);
            return SecondPhase.Busy;
        }
    }

    /// <summary>One branch that cannot be ended for a reason of its own is not to keep the others waiting.</summary>
    private static bool IsAway(Exception exception) =>
        exception is OperationCanceledException or TimeoutException or DbException { IsTransient: true };

    private static CancellationTokenSource PatienceOf(CancellationToken cancellationToken)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        return patience;
    }

    /// <summary>What became of one branch in one round.</summary>
    private enum Ended
    {
        Committed,
        RolledBack,
        BySomebodyElse,
        Left,
    }

    /// <summary>The databases that failed in this round. Nobody asks them again before the next.</summary>
    private sealed class Away
    {
        private readonly ConcurrentDictionary<string, bool> _names = new();

        public void Add(string name) => _names[name] = true;

        public bool Contains(string name) => _names.ContainsKey(name);
    }

    [LoggerMessage(LogLevel.Warning, "Recovery cannot list the prepared branches of {Participant}: {Error}")]
    private static partial void ListFailed(ILogger logger, string participant, string error);

    [LoggerMessage(LogLevel.Warning, "Recovery cannot ask for the decision on attempt {Attempt}: {Error}")]
    private static partial void ResolveFailed(ILogger logger, Guid attempt, string error);

    [LoggerMessage(LogLevel.Warning, "Recovery cannot end attempt {Attempt} on {Participant}: {Error}")]
    private static partial void EndFailed(ILogger logger, Guid attempt, string participant, string error);

    [LoggerMessage(LogLevel.Information, "Recovery ended attempt {Attempt} on {Participant}: {Decision}, prepared for {Age}")]
    private static partial void BranchEnded(ILogger logger, Guid attempt, string participant, Decision decision, TimeSpan age);
}

/// <summary>What one round of recovery did.</summary>
/// <param name="Left">Branches that are still prepared: their owner is alive, or a database does not answer.</param>
/// <param name="Oldest">Age of the oldest branch that was found; zero if there was none.</param>
/// <param name="Unreachable">Participants whose database could not be asked.</param>
/// <param name="Repaired">Attempts of which a branch was committed: their coordinator may have told nobody.</param>
public sealed record RecoveryRound(
    int Committed, int RolledBack, int Left, TimeSpan Oldest, IReadOnlyList<string> Unreachable, IReadOnlyList<Guid> Repaired);
