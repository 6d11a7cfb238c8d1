namespace Dibs.Domain.Bookings;

/// <summary>Where a booking stands, as its page says.</summary>
public enum BookingStatus
{
    Pending,
    Confirmed,
    Rejected,
    Cancelled,

    /// <summary>
    /// A saga's: it was confirmed and will be cancelled, whatever happens. Its tickets go first, its seats last. Told to the
    /// outside as cancelled.
    /// </summary>
    Cancelling,
}
