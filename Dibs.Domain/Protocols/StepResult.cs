using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;

namespace Dibs.Domain.Protocols;

/// <summary>What a step says of its own effect. Anything else (a lost connection, a bug) is an exception.</summary>
public abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>The effect is in the transaction.</summary>
    /// <param name="Seats">The seats that changed hands: to be told after the commit to those who look.</param>
    public sealed record Done(IReadOnlyList<SeatChange> Seats) : StepResult
    {
        public static Done Instance { get; } = new([]);
    }

    /// <summary>A business refusal: the same request would be refused again.</summary>
    public sealed record Refused(RejectionReason Reason, IReadOnlyList<string> Seats) : StepResult
    {
        public Refused(RejectionReason reason)
            : this(reason, [])
        {
        }
    }

    /// <summary>The booking was there before: this wish has been dealt with, or is being.</summary>
    public sealed record Duplicate : StepResult
    {
        public static Duplicate Instance { get; } = new();
    }

    /// <summary>An outside company did not say whether the effect is there. Ask again before deciding.</summary>
    public sealed record Unknown : StepResult
    {
        public static Unknown Instance { get; } = new();
    }
}
