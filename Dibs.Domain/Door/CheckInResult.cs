using Dibs.Domain.Screenings;

namespace Dibs.Domain.Door;

/// <summary>What a door shows. A closed set, and only the first of them opens it.</summary>
public abstract record CheckInResult
{
    private CheckInResult()
    {
    }

    /// <summary>Green: this scan has let them in, and no other can.</summary>
    public sealed record Ok(DoorTicket Ticket, ScreeningDetails Screening, Admitted In) : CheckInResult;

    /// <summary>Red: somebody came in with it before.</summary>
    public sealed record Used(DoorTicket Ticket, ScreeningDetails Screening, Admitted In) : CheckInResult;

    /// <summary>Yellow: a ticket of ours that does not open this door now.</summary>
    /// <param name="Screening">The ticket's own.</param>
    public sealed record Wrong(DoorTicket Ticket, ScreeningDetails Screening, WrongReason Reason) : CheckInResult;

    /// <summary>Red: not a ticket of ours.</summary>
    public sealed record Unknown(UnknownReason Reason) : CheckInResult;
}

/// <summary>Why a ticket of ours does not open the door.</summary>
public enum WrongReason
{
    /// <summary>Its screening is being let in now, in another hall.</summary>
    OtherHall,

    /// <summary>Its screening is at another time, or the doors are not open for it yet, or not any more.</summary>
    OtherTime,

    /// <summary>Its booking was cancelled.</summary>
    Cancelled,

    /// <summary>It is being cancelled, or let in, at this moment: scan it again.</summary>
    Changing,
}

/// <summary>Why a code is no ticket of ours.</summary>
public enum UnknownReason
{
    /// <summary>It is another kind of code, or was read or typed wrongly.</summary>
    NotATicket,

    /// <summary>It names one of our keys, which has not signed it.</summary>
    Forged,

    /// <summary>It looks like a code of ours, and there is no such ticket.</summary>
    NoSuchTicket,
}
