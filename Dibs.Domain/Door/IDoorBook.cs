using Dibs.Domain.Pricing;
using Dibs.Domain.Staff;

namespace Dibs.Domain.Door;

/// <summary>Who is in, as the tickets database knows it. It decides: nothing here is decided in memory.</summary>
public interface IDoorBook
{
    /// <summary>The ticket of that code, void ones too; null where there is none.</summary>
    Task<DoorTicket?> FindAsync(string code, CancellationToken cancellationToken);

    /// <summary>
    /// Notes the admission where the ticket is issued, of that screening, in time, and not in yet: all in one transaction, so that
    /// of many only one is noted, and none of a ticket that is being made void. One round trip.
    /// </summary>
    /// <returns>The ticket as it is then.</returns>
    Task<DoorAnswer> AdmitAsync(string code, Admission admission, CancellationToken cancellationToken);

    /// <summary>Keeps that somebody is in who should perhaps not be. Safe to repeat.</summary>
    /// <param name="code">Null where it is not known which ticket it was.</param>
    /// <param name="first">Who came in before with the same ticket.</param>
    Task KeepConflictAsync(
        string? code, Admission admission, ConflictReason reason, Admitted? first, CancellationToken cancellationToken);

    /// <summary>All tickets of a screening, by seat.</summary>
    Task<IReadOnlyList<DoorTicket>> ListAsync(int screeningId, CancellationToken cancellationToken);

    /// <summary>By time.</summary>
    Task<IReadOnlyList<DoorConflict>> ConflictsAsync(int screeningId, CancellationToken cancellationToken);

    /// <summary>Whether somebody came in with a ticket of this booking.</summary>
    Task<bool> IsAnybodyInAsync(Guid bookingId, CancellationToken cancellationToken);
}

/// <summary>A ticket as a door sees it.</summary>
/// <param name="In">Null where nobody came in with it yet.</param>
public sealed record DoorTicket(string Code, int ScreeningId, string Seat, TicketType Type, bool IsVoid, Admitted? In);

/// <summary>When and where somebody came in.</summary>
/// <param name="At">By the database's clock; of a scan that came late by the door's.</param>
/// <param name="ScanId">Of the scan that let them in.</param>
public sealed record Admitted(DateTimeOffset At, string Door, Guid ScanId);

/// <summary>What is noted about somebody who is let in.</summary>
/// <param name="From">The doors open, by the database's clock.</param>
/// <param name="Until">The doors close.</param>
/// <param name="At">Of a scan that comes late; null for now.</param>
public sealed record Admission(
    int ScreeningId, DateTimeOffset From, DateTimeOffset Until, Guid ScanId, string Door, DateTimeOffset? At, StaffMember By);

/// <param name="Ticket">Null where there is none of that code.</param>
/// <param name="IsOpen">Whether it was in time.</param>
public sealed record DoorAnswer(DoorTicket? Ticket, bool IsOpen);
