using Dibs.Domain.Bookings;

namespace Dibs.Domain.Protocols.Saga;

/// <summary>
/// The saga of one booking as a pure state machine. Each phase but those that are an end waits for the reply to one command:
/// <code>
/// Paying ──paid──► Ticketing ──issued──► Done
///   │ │declined      │    │refused
///   │ └──────────►┐  │    └──────────► Refunding ──refunded──► Cancelled
///   │late         │  │late                ▲ ▲                     ▲
///   └─────────────┼──┼────────────────────┘ │                     │
///                 │  └──► Voiding ──voided──┘                     │
///                 └───────────────────────────────────────────────┘
/// </code>
/// <code>
/// (confirmed) ──cancel──► Revoking ──voided──► Returning ──refunded──► Withdrawn
/// (confirmed) ──swap──► Reissuing ──issued──► Rebating ──written──► Swapped
/// </code>
/// A swap and a cancellation turn nowhere: their pivot is their beginning. A cancellation says the commands that compensations say, the tickets first, so
/// that nobody enters the hall with a ticket whose money is on its way back, and nobody else gets a seat with a ticket out.
/// A step that refuses has written down that it has no effect, so the ones before it are compensated. A step that is late
/// may have its effect all the same, and only the answer may be lost: it is compensated too.
/// </summary>
public static class BookingSaga
{
    /// <summary>The command whose reply a phase waits for; null in the phases that are an end.</summary>
    public static (Step Step, StepAction Action)? AwaitedIn(SagaPhase phase) => phase switch
    {
        SagaPhase.Paying => (Step.TakePayment, StepAction.Apply),
        SagaPhase.Ticketing => (Step.IssueTickets, StepAction.Apply),
        SagaPhase.Voiding => (Step.IssueTickets, StepAction.Compensate),
        SagaPhase.Refunding => (Step.TakePayment, StepAction.Compensate),
        SagaPhase.Revoking => (Step.IssueTickets, StepAction.Compensate),
        SagaPhase.Returning => (Step.TakePayment, StepAction.Compensate),
        SagaPhase.Reissuing => (Step.IssueTickets, StepAction.Apply),
        SagaPhase.Rebating => (Step.TakePayment, StepAction.Apply),
        _ => null,
    };

    /// <summary>The phase in which a booking's saga begins, or the change of one.</summary>
    public static SagaPhase StartOf(BookingRequest booking) => booking.Change?.Kind switch
    {
        null => SagaPhase.Paying,
        ChangeKind.Swap => SagaPhase.Reissuing,
        _ => SagaPhase.Revoking,
    };

    /// <summary>Whether the saga has come to its end.</summary>
    public static bool IsEnd(SagaPhase phase) => AwaitedIn(phase) is null;

    /// <summary>Whether a phase turns back, and so needs a reason.</summary>
    public static bool IsTurn(SagaPhase phase) => phase is SagaPhase.Voiding or SagaPhase.Refunding or SagaPhase.Cancelled;

    /// <summary>
    /// Where a reply leads; null where it is not the one that is waited for. Such a one is acknowledged and forgotten: it
    /// is late, or a duplicate.
    /// </summary>
    public static SagaMove? On(SagaPhase phase, SagaReply reply)
    {
        if (AwaitedIn(phase) != (reply.Step, reply.Action)) return null;
        return (phase, reply.Result) switch
        {
            (SagaPhase.Paying, ReplyResult.Done) => new SagaMove(SagaPhase.Ticketing),
            // It is asked again soon. If nothing else comes, the customer is told that the money was never taken.
            (SagaPhase.Paying, ReplyResult.Unknown) => new SagaMove(SagaPhase.Paying, NotPaid),
            (SagaPhase.Paying, ReplyResult.Refused) => new SagaMove(SagaPhase.Cancelled, Refusal(reply)),
            (SagaPhase.Ticketing, ReplyResult.Done) => new SagaMove(SagaPhase.Done),
            (SagaPhase.Ticketing, ReplyResult.Refused) => new SagaMove(SagaPhase.Refunding, Refusal(reply)),
            (SagaPhase.Voiding, ReplyResult.Done) => new SagaMove(SagaPhase.Refunding),
            (SagaPhase.Refunding, ReplyResult.Done) => new SagaMove(SagaPhase.Cancelled),
            (SagaPhase.Revoking, ReplyResult.Done) => new SagaMove(SagaPhase.Returning),
            (SagaPhase.Returning, ReplyResult.Done) => new SagaMove(SagaPhase.Withdrawn),
            (SagaPhase.Reissuing, ReplyResult.Done) => new SagaMove(SagaPhase.Rebating),
            (SagaPhase.Rebating, ReplyResult.Done) => new SagaMove(SagaPhase.Swapped),
            _ => null,
        };
    }

    /// <summary>Where it leads when no reply came in time; null where a phase has no such time.</summary>
    public static SagaMove? OnTimeout(SagaPhase phase) => phase switch
    {
        SagaPhase.Paying => new SagaMove(SagaPhase.Refunding, Late(Step.TakePayment)),
        SagaPhase.Ticketing => new SagaMove(SagaPhase.Voiding, Late(Step.IssueTickets)),
        _ => null,
    };

    /// <summary>
    /// Where it leads when the customer cancels a booking that is still being made; null where it turns back already, or is past
    /// its pivot. As when a step is late: its effect may be there all the same.
    /// </summary>
    public static SagaMove? OnCancel(SagaPhase phase) => OnTimeout(phase) is { Because: { } late } move
        ? move with { Because = late with { Reason = RejectionReason.Cancelled } }
        : null;

    private static BookingOutcome.Rejected NotPaid => new(Step.TakePayment, RejectionReason.PaymentDeclined);

    private static BookingOutcome.Rejected Refusal(SagaReply reply) =>
        new(reply.Step, reply.Reason ?? RejectionReason.Unavailable);

    private static BookingOutcome.Rejected Late(Step step) => new(step, RejectionReason.Unavailable);
}

/// <summary>Where a saga stands.</summary>
public enum SagaPhase
{
    /// <summary>The seats are held, the payment is asked for.</summary>
    Paying,

    /// <summary>The payment is there, the tickets are asked for.</summary>
    Ticketing,

    /// <summary>The tickets are being voided.</summary>
    Voiding,

    /// <summary>The payment is being given back.</summary>
    Refunding,

    /// <summary>Seats booked, booking confirmed.</summary>
    Done,

    /// <summary>Seats let go, booking rejected.</summary>
    Cancelled,

    /// <summary>Of a confirmed booking that is cancelled: its tickets are being voided.</summary>
    Revoking,

    /// <summary>The payment is being given back.</summary>
    Returning,

    /// <summary>Seats free, booking cancelled.</summary>
    Withdrawn,

    /// <summary>Of a confirmed booking whose seats are swapped, with the new ones held for it: its tickets are being voided and issued anew.</summary>
    Reissuing,

    /// <summary>What the new seats cost less is being written down as owed.</summary>
    Rebating,

    /// <summary>New seats booked, old ones free, booking confirmed as before.</summary>
    Swapped,
}

/// <summary>A change of phase, or a stay in it.</summary>
/// <param name="Because">What the customer will be told if it turns back here. Null where it does not.</param>
public sealed record SagaMove(SagaPhase Next, BookingOutcome.Rejected? Because = null);

/// <summary>A saga as its row says it was.</summary>
/// <param name="Version">Grows with each change of phase; who changes it names the one that it has seen.</param>
/// <param name="Attempts">How often the command of this phase was sent again.</param>
/// <param name="Because">Of a saga that turned back: why. Of one that has not: what is feared.</param>
/// <param name="Inbox">Where the caller waits for its end.</param>
public sealed record SagaState(
    BookingRequest Booking, SagaPhase Phase, int Version, int Attempts, BookingOutcome.Rejected? Because, string Inbox)
{
    public Guid BookingId => Booking.BookingId;
}
