namespace Dibs.Domain.Bookings;

/// <summary>Keeps timelines. Written after the answer, many bookings in one commit: they cost a booking nothing.</summary>
public interface ITimelineLog
{
    /// <summary>Takes a timeline to be written soon. Never waits; one that cannot be kept is counted and logged.</summary>
    void Write(Guid bookingId, BookingTimeline timeline);
}
