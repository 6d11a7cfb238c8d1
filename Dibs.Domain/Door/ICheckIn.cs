using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Domain.Tickets;

namespace Dibs.Domain.Door;

/// <summary>Letting people in, at any number of doors at once. Staff need <see cref="StaffRight.Admit"/>.</summary>
public interface ICheckIn
{
    /// <summary>
    /// Lets in whoever shows this ticket, or says why not. Of many scans of one ticket exactly one is <i>ok</i>; a ticket that is
    /// void, unknown, or of another screening never is.
    /// </summary>
    Task<CheckInResult> CheckInAsync(StaffMember by, Scan scan, CancellationToken cancellationToken);

    /// <summary>All that a door needs to go on without a connection; null where there is no such screening.</summary>
    Task<DoorList?> ListAsync(StaffMember by, int screeningId, CancellationToken cancellationToken);
}

/// <summary>A ticket that was held under a scanner, or typed in.</summary>
/// <param name="Text">What the QR code carries, or the ticket's bare code.</param>
/// <param name="Door">As people there call it.</param>
/// <param name="ScreeningId">The one that is let in at this door; null for the ticket's own.</param>
/// <param name="Id">Of this scan. Sent again it gets the same answer, so a lost answer makes nobody a cheat.</param>
/// <param name="AdmittedAt">
/// For a scan that comes late: the door had no connection and has let them in then. What is wrong with it is kept as a conflict.
/// </param>
public sealed record Scan(string Text, string Door, int? ScreeningId, Guid Id, DateTimeOffset? AdmittedAt = null);

/// <summary>The tickets of a screening, void ones too, with the keys that tell genuine codes from forged ones.</summary>
/// <param name="At">When it was read, by this instance's clock.</param>
public sealed record DoorList(
    ScreeningDetails Screening, IReadOnlyList<DoorTicket> Tickets, IReadOnlyList<TicketKey> Keys,
    IReadOnlyList<DoorConflict> Conflicts, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset At);

/// <summary>Somebody is in the hall who should perhaps not be.</summary>
/// <param name="ScanId">Of the scan that let them in.</param>
/// <param name="Seat">Null where the ticket is not known.</param>
/// <param name="By">Who was at the door.</param>
/// <param name="First">Who came in with the same ticket before, where that is what is wrong.</param>
public sealed record DoorConflict(
    Guid ScanId, string? Seat, string Door, DateTimeOffset At, string By, ConflictReason Reason, Admitted? First);

/// <summary>What is wrong with somebody who is in.</summary>
public enum ConflictReason
{
    /// <summary>Two have come in with one ticket, at doors that could not see each other.</summary>
    Used,

    /// <summary>The ticket is of another hall.</summary>
    OtherHall,

    /// <summary>The ticket is of another time.</summary>
    OtherTime,

    /// <summary>Its booking was cancelled.</summary>
    Cancelled,

    /// <summary>There is no such ticket.</summary>
    Unknown,
}
