namespace Dibs.Domain.Bookings;

/// <summary>
/// Bookings whose decision was being written when the bookings database was lost. Once it answers again each is either
/// there, or remembered as rejected, so that its page tells the truth.
/// </summary>
public interface IUndecidedBookings
{
    void Watch(BookingRequest booking);
}
