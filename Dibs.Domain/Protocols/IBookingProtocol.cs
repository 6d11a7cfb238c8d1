using Dibs.Domain.Bookings;

namespace Dibs.Domain.Protocols;

/// <summary>A way to make the three steps agree. Chosen by name per booking.</summary>
public interface IBookingProtocol
{
    /// <summary><c>2pc</c>, <c>2pc-textbook</c> or <c>saga</c>.</summary>
    string Name { get; }

    /// <summary>Makes all three effects or none; or what <see cref="BookingRequest.Change"/> says, all of it or nothing.</summary>
    /// <param name="booking">Checked and priced. Of a change: the booking as it stands.</param>
    /// <param name="timeline">Takes what happens and how long it took.</param>
    /// <param name="cancellationToken">Honoured until the decision; after it the booking goes on to its end.</param>
    /// <returns>
    /// The outcome; <see cref="BookingOutcome.Unknown"/> when it is still being settled. <c>null</c> when this booking
    /// was there before, or is not confirmed any more and cannot be changed (the caller then reads what became of it).
    /// </returns>
    Task<BookingOutcome?> BookAsync(BookingRequest booking, BookingTimeline timeline, CancellationToken cancellationToken);
}
