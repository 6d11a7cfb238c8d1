using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols.Saga;

namespace Dibs.Domain.Protocols;

/// <summary>
/// The named places at which a fault can be made to happen. Armed by configuration (<c>CrashPoints:2pc.before-decision=kill</c>);
/// the same names serve tests, the lab and the experiments. Not armed, they cost a virtual call.
/// </summary>
public static class CrashPoint
{
    public const string BeforeBegin = "2pc.before-begin";
    public const string SeatsClaimed = "2pc.seats-claimed";
    public const string BeforeDecision = "2pc.before-decision";
    public const string Decided = "2pc.decided";
    public const string BeforeAnswer = "2pc.before-answer";
    public const string RecoveryResolved = "recovery.resolved";
    public const string RecoveryBetweenBranches = "recovery.between-branches";
    public const string SagaStarted = "saga.started";

    /// <summary>The payment company has given money back; it is not written down yet.</summary>
    public const string RefundMade = "refund.made";

    private static readonly string[] Participants = ["seats", "payments", "tickets"];

    private static readonly string[] OfTwoPhaseCommit =
    [
        BeforeBegin, SeatsClaimed, BeforeDecision, Decided, BeforeAnswer,
        .. Participants.Select(BeforePrepare), .. Participants.Select(Prepared), .. Participants.Select(BeforeCommitPrepared),
        .. Participants.Select(Committed),
    ];

    /// <summary>Every point there is; configuration may name no other.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. OfTwoPhaseCommit, RecoveryResolved, RecoveryBetweenBranches,
        .. Enum.GetValues<ChangeKind>().SelectMany(kind => OfTwoPhaseCommit.Select(point => Of(kind, point))),
        RefundMade, SagaStarted, .. Enum.GetValues<SagaPhase>().SelectMany(phase => new[] { SagaCommanded(phase), SagaMoving(phase), SagaMoved(phase) }),
        .. Participants.SelectMany(step => new[] { StepCommitting(step), StepCommitted(step), StepReplied(step) }),
    ];

    /// <summary>
    /// A point of two-phase commit where it changes a booking instead of making it: <c>cancel.2pc.decided</c>. Sagas have phases
    /// of their own for that.
    /// </summary>
    public static string Of(ChangeKind? kind, string point) =>
        kind is { } change ? $"{change.ToString().ToLowerInvariant()}.{point}" : point;

    public static string BeforePrepare(string participant) => "2pc.before-prepare-" + participant;

    public static string Prepared(string participant) => "2pc.prepared-" + participant;

    public static string BeforeCommitPrepared(string participant) => "2pc.before-commit-prepared-" + participant;

    public static string Committed(string participant) => "2pc.committed-" + participant;

    /// <summary>The broker has the command of this phase safe.</summary>
    public static string SagaCommanded(SagaPhase phase) => "saga.commanded-" + Word(phase);

    /// <summary>A reply has come that leads to this phase; nothing is committed yet.</summary>
    public static string SagaMoving(SagaPhase phase) => "saga.moving-" + Word(phase);

    /// <summary>The move to this phase is committed; its command is not sent yet.</summary>
    public static string SagaMoved(SagaPhase phase) => "saga.moved-" + Word(phase);

    /// <summary>The effect of a step, or its compensation, is in a transaction that is still open.</summary>
    public static string StepCommitting(string participant) => "saga.committing-" + participant;

    /// <summary>It is committed; the reply is not sent yet.</summary>
    public static string StepCommitted(string participant) => "saga.committed-" + participant;

    /// <summary>The broker has the reply safe; the command is not acknowledged yet.</summary>
    public static string StepReplied(string participant) => "saga.replied-" + participant;

    private static string Word(SagaPhase phase) => phase.ToString().ToLowerInvariant();
}

/// <summary>Where protocols say that they have come to a <see cref="CrashPoint"/>.</summary>
public interface ICrashPoints
{
    /// <summary>Does nothing, or what the point is armed with: kill or pause the process, or throw.</summary>
    ValueTask ReachAsync(string point, Guid bookingId);
}

/// <summary>No point is armed.</summary>
public sealed class NoCrashPoints : ICrashPoints
{
    public static NoCrashPoints Instance { get; } = new();

    public ValueTask ReachAsync(string point, Guid bookingId) => ValueTask.CompletedTask;
}
