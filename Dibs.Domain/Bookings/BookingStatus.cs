namespace Dibs.Domain.Bookings;

/// <summary>Where a booking stands, as its page says.</summary>
public enum BookingStatus
{
    Pending,
    Confirmed,
    Rejected,
    Cancelled,
}
