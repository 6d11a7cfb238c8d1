namespace Dibs.Domain.Staff;

/// <summary>
/// Who did what, why, and what it changed. Append only: the database refuses to change or delete an entry. An action that
/// changes the bookings database writes its entry in the same transaction (<c>AuditStatements</c>); others write it first, so that
/// nothing is done that is not written.
/// </summary>
public interface IAuditTrail
{
    Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Newest first, streamed.</summary>
    IAsyncEnumerable<WrittenAuditEntry> SearchAsync(AuditQuery query, CancellationToken cancellationToken);
}

/// <summary>One action of somebody of the staff.</summary>
/// <param name="Action">What was done, as <c>area.verb</c>: <c>seats.blocked</c>, <c>booking.cancelled</c>, <c>staff.signed-in</c>.</param>
/// <param name="Subject">To what: a booking's reference, <c>screening 12</c>, a staff name.</param>
/// <param name="Reason">In the words of who did it; null where none is asked for.</param>
/// <param name="Before">JSON; null where there was nothing.</param>
/// <param name="After">JSON; null where nothing is left.</param>
public sealed record AuditEntry(
    StaffMember By, string Action, string Subject, string? Reason = null, string? Before = null, string? After = null);

/// <param name="At">By the database's clock.</param>
public sealed record WrittenAuditEntry(
    long Id, DateTimeOffset At, string ById, string ByName, string Action, string Subject, string? Reason, string? Before, string? After);

/// <summary>Which entries. All conditions hold at once; null for any.</summary>
/// <param name="Text">A part of the action, the subject, the reason or the name, whatever its case.</param>
/// <param name="Until">Not included.</param>
/// <param name="BeforeId">For the next page: entries older than this one.</param>
/// <param name="Limit">1 or more; null for all.</param>
public sealed record AuditQuery(
    string? Text = null, DateTimeOffset? From = null, DateTimeOffset? Until = null, long? BeforeId = null, int? Limit = null);
