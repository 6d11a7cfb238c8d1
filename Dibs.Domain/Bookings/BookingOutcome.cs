namespace Dibs.Domain.Bookings;

/// <summary>What the customer is told. A closed set: <i>rejected</i> is final, <i>unknown</i> is not.</summary>
public abstract record BookingOutcome
{
    private BookingOutcome()
    {
    }

    /// <summary>Seats, payment and tickets are there. Said only when the decision is durable.</summary>
    public sealed record Confirmed : BookingOutcome
    {
        public static Confirmed Instance { get; } = new();
    }

    /// <summary>None of the three effects is there, nor will be.</summary>
    /// <param name="By">The step that refused, or null where it was none of them.</param>
    /// <param name="Seats">The seats that could not be had; empty for other reasons.</param>
    public sealed record Rejected(Step? By, RejectionReason Reason, IReadOnlyList<string> Seats) : BookingOutcome
    {
        public Rejected(Step? by, RejectionReason reason)
            : this(by, reason, [])
        {
        }

        /// <summary>The booking's row says so already: it was pending before.</summary>
        public bool IsRecorded { get; init; }
    }

    /// <summary>Still being settled: it becomes one of the other two without the customer doing anything.</summary>
    public sealed record Unknown(UnknownReason Reason) : BookingOutcome;
}

/// <summary>The three effects of a booking, in the order in which they are made.</summary>
public enum Step
{
    ReserveSeats,
    TakePayment,
    IssueTickets,
}

/// <summary>Why a booking was not made.</summary>
public enum RejectionReason
{
    /// <summary>Somebody else has a seat: booked, blocked, or held and not expired.</summary>
    SeatsTaken,

    /// <summary>Somebody is booking a seat at this moment and it took too long to wait: worth another try.</summary>
    SeatsBusy,

    /// <summary>The voucher was used as often as it may be.</summary>
    VoucherUsedUp,

    /// <summary>The voucher's time is over, or has not begun.</summary>
    VoucherExpired,

    /// <summary>Its last uses are in bookings that are being made at this moment: worth another try.</summary>
    VoucherBusy,

    /// <summary>The screening has begun, or its sale was stopped.</summary>
    SalesClosed,

    /// <summary>The payment company said no, or never took the money.</summary>
    PaymentDeclined,

    /// <summary>The tickets could not be issued.</summary>
    TicketsRefused,

    /// <summary>A part of the system was lost or too slow before the decision: worth another try.</summary>
    Unavailable,

    /// <summary>Of a change: the screening starts too soon.</summary>
    TooLate,

    /// <summary>Of a change: somebody came in with one of its tickets.</summary>
    CheckedIn,

    /// <summary>Its customer cancelled it while it was still being made. Its row says cancelled, not rejected.</summary>
    Cancelled,
}

/// <summary>What a booking still waits for.</summary>
public enum UnknownReason
{
    /// <summary>The payment company did not answer in time.</summary>
    Payment,

    /// <summary>The connection was lost while the decision was being written.</summary>
    Decision,

    /// <summary>The protocol goes on in the background.</summary>
    InProgress,
}
