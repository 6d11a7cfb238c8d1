namespace Dibs.Domain.Bookings;

/// <summary>What is to become of a booking that is confirmed: its customer's change of plans.</summary>
/// <param name="Until">
/// How long before the screening starts it is too late, by the bookings database's clock.
/// </param>
public sealed record BookingChange(ChangeKind Kind, TimeSpan Until)
{
    public static BookingChange Cancel(TimeSpan until) => new(ChangeKind.Cancel, until);
}

/// <summary>The changes that there are.</summary>
public enum ChangeKind
{
    /// <summary>Seats free, payment refunded, tickets void.</summary>
    Cancel,
}
