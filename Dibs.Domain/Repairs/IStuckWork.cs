using Dibs.Domain.Staff;

namespace Dibs.Domain.Repairs;

/// <summary>
/// The desk for stuck work: what should have ended by itself and has not, and what may be done about it. Nothing here has a way of its
/// own to an end: it starts the code that recovery runs, at once, or tells a saga what its step would have told it.
/// </summary>
public interface IStuckWork
{
    /// <summary>All that is stuck at this moment, the oldest first. What cannot be looked at is named, and the rest is there all the same.</summary>
    /// <exception cref="NotAllowedException">They may not repair.</exception>
    Task<StuckReading> ReadAsync(StaffMember by, CancellationToken cancellationToken);

    /// <summary>Has recovery try it now. Safe to repeat, and beside recovery's own rounds.</summary>
    /// <param name="id">Of the item, as it was read.</param>
    Task<RepairAnswer> ResolveAsync(StaffMember by, StuckKind kind, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Somebody has taken a saga's step back outside of Dibs, and its saga does not hear of it. Refused unless the databases and the
    /// payment company say that nothing of the step is in effect, nor can be any more: then the saga goes on as by its step's own answer.
    /// </summary>
    /// <param name="id">Of a saga whose compensation or cancellation does not succeed.</param>
    /// <param name="reason">What was done by hand, 3 to 500 characters.</param>
    Task<RepairAnswer> SettleAsync(StaffMember by, string id, string reason, CancellationToken cancellationToken);

    /// <summary>Throws a parked message away. No booking needs it: what is due is sent again from the saga's row.</summary>
    /// <param name="reason">3 to 500 characters.</param>
    Task<RepairAnswer> DiscardAsync(StaffMember by, string id, string reason, CancellationToken cancellationToken);
}

/// <summary>The desk at one moment.</summary>
/// <param name="Unread">What could not be looked at, in plain words.</param>
public sealed record StuckReading(DateTimeOffset At, IReadOnlyList<StuckItem> Items, IReadOnlyList<string> Unread);
