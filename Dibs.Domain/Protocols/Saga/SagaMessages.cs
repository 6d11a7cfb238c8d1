using Dibs.Domain.Bookings;

namespace Dibs.Domain.Protocols.Saga;

/// <summary>What a step of a saga is asked to do.</summary>
public enum StepAction
{
    Apply,
    Compensate,
}

/// <summary>Orchestrator to participant: do this for that booking. May arrive more than once, late, and in any order.</summary>
/// <param name="Booking">Without the customer and the staff, whom a step does not need to know.</param>
public sealed record SagaCommand(Step Step, StepAction Action, BookingRequest Booking)
{
    public static SagaCommand For(BookingRequest booking, Step step, StepAction action) =>
        new(step, action, booking with { Customer = new Customer("", "", Guid.Empty), Stage = BookingStage.Tentative, Audit = null });
}

/// <summary>Participant to orchestrator: what became of a command. Said again whenever the command comes again.</summary>
/// <param name="Reason">Why it was refused; null for the other results.</param>
/// <param name="Swap">Which swap it is about; null for the booking itself. A late reply to one is none to another.</param>
public sealed record SagaReply(
    Guid BookingId, Step Step, StepAction Action, ReplyResult Result, RejectionReason? Reason = null, Guid? Swap = null);

/// <summary>What a participant answers.</summary>
public enum ReplyResult
{
    /// <summary>The effect, or its compensation, is committed.</summary>
    Done,

    /// <summary>There is no effect and there will be none: the refusal is written down.</summary>
    Refused,

    /// <summary>An outside company did not answer in time: ask again soon.</summary>
    Unknown,
}

/// <summary>Orchestrator to whoever waits for a booking: it has come to its end.</summary>
/// <param name="Reason">Why it was cancelled; null where it was confirmed.</param>
/// <param name="Swap">Of a swap: which one; null for the booking itself.</param>
public sealed record SagaEnd(Guid BookingId, Step? RefusedBy = null, RejectionReason? Reason = null, Guid? Swap = null)
{
    public BookingOutcome Outcome => Reason is { } reason
        ? new BookingOutcome.Rejected(RefusedBy, reason) { IsRecorded = true }
        : BookingOutcome.Confirmed.Instance;
}
