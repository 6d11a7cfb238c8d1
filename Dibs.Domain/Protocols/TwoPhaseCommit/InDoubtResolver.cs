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
    /// <summary>Branches of one database. All databases together are as many as there are connections for this question.</summary>
    private const int AtOnce = 4;

    /// <summary>The decision log's database, as it is called among those that are away.</summary>
    private const string Bookings = "decisions";

    /// <summary>A database that takes longer is away for this round.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<IParticipant> _participants = [.. participants];

    /// <summary>Those whose databases have to be looked at, each in rounds of its own.</summary>
    public IReadOnlyList<IParticipant> Participants => _participants;

    /// <summary>One round over all databases.</summary>
    /// <param name="recoverer">Who does it, for the decision row: the instance's name.</param>
    public async Task<RecoveryRound> RunOnceAsync(string recoverer, CancellationToken cancellationToken)
    {
        var rounds = await Task.WhenAll(_participants.Select(one => RunOnceAsync(one, recoverer, cancellationToken)));
        return new RecoveryRound(
            rounds.Sum(round => round.Committed),
            rounds.Sum(round => round.RolledBack),
            rounds.Sum(round => round.Left),
            rounds.Max(round => round.Oldest),
            [.. rounds.SelectMany(round => round.Repaired).Distinct()]);
    }

    /// <summary>
    /// One round over one database. Each has its own, because the next one would have to wait for a database that hangs: its
    /// branches hold seats and money meanwhile.
    /// </summary>
    /// <param name="recoverer">Who does it, for the decision row: the instance's name.</param>
    /// <exception cref="DbException">The database does not answer, or that of the bookings does not say which deployment this is.</exception>
    /// <exception cref="OperationCanceledException">The database does not answer in time.</exception>
    public async Task<RecoveryRound> RunOnceAsync(
        IParticipant participant, string recoverer, CancellationToken cancellationToken)
    {
        var deployment = await decisions.DeploymentAsync(cancellationToken);
        var branches = await ListAsync(participant, deployment, cancellationToken);
        var away = new Away();
        var ended = new ConcurrentBag<(Guid Attempt, Ended How)>();
        await Parallel.ForEachAsync(
            branches,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (branch, token) => ended.Add(
                (branch.Gid.Attempt, await EndAsync(participant, branch, recoverer, away, token))));
        return new RecoveryRound(
            ended.Count(one => one.How == Ended.Committed),
            ended.Count(one => one.How == Ended.RolledBack),
            ended.Count(one => one.How == Ended.Left),
            branches.Select(branch => branch.Age).DefaultIfEmpty(TimeSpan.Zero).Max(),
            [.. ended.Where(one => one.How == Ended.Committed).Select(one => one.Attempt)]);
    }

    /// <summary>Ends one branch as its attempt was decided.</summary>
    private async Task<Ended> EndAsync(
        IParticipant participant, PreparedBranch branch, string recoverer, Away away, CancellationToken cancellationToken)
    {
        var decision = await ResolveAsync(branch.Gid.Attempt, recoverer, away, cancellationToken);
        if (decision == Decision.Undecided) return Ended.Left;

        await crashPoints.ReachAsync(CrashPoint.RecoveryResolved, branch.Gid.Attempt);
        var ended = await EndAsync(participant, branch, decision, away, cancellationToken) switch
        {
            SecondPhase.Busy => Ended.Left,
            SecondPhase.AlreadyDone => Ended.BySomebodyElse,
            _ => decision == Decision.Commit ? Ended.Committed : Ended.RolledBack,
        };
        if (ended != Ended.Left) await crashPoints.ReachAsync(CrashPoint.RecoveryBetweenBranches, branch.Gid.Attempt);
        return ended;
    }

    private async Task<IReadOnlyList<PreparedBranch>> ListAsync(
        IParticipant participant, Guid deployment, CancellationToken cancellationToken)
    {
        using var patience = PatienceOf(cancellationToken);
        return await participant.ListPreparedAsync(deployment, options.Value.RecoveryMinimumAge, patience.Token);
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

    /// <summary>The databases that failed in this round, which does not ask them again.</summary>
    private sealed class Away
    {
        private readonly ConcurrentDictionary<string, bool> _names = new();

        public void Add(string name) => _names[name] = true;

        public bool Contains(string name) => _names.ContainsKey(name);
    }

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
/// <param name="Repaired">Attempts of which a branch was committed: their coordinator may have told nobody.</param>
public sealed record RecoveryRound(int Committed, int RolledBack, int Left, TimeSpan Oldest, IReadOnlyList<Guid> Repaired);
