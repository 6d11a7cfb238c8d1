namespace Dibs.Domain.Bookings;

/// <summary>What is known of bookings outside of the protocols.</summary>
public interface IBookingRegister
{
    /// <summary>
    /// The booking of that id with its request's hash; null where there is none. A confirmed one is without tickets for a
    /// moment after its decision, and while their database cannot be asked.
    /// </summary>
    Task<(BookingDetails Booking, string RequestHash)?> FindAsync(Guid bookingId, CancellationToken cancellationToken);

    /// <summary>By reference, with tickets and timeline; null where there is none. Who may see it is the caller's question.</summary>
    Task<BookingDetails?> FindAsync(string reference, CancellationToken cancellationToken);

    /// <summary>The customer's bookings, newest first, without timelines.</summary>
    Task<IReadOnlyList<BookingDetails>> ListAsync(Guid customerKey, int atMost, CancellationToken cancellationToken);

    /// <summary>Remembers a rejection, so that the same key gets the same answer.</summary>
    /// <returns>False where there was a booking of that id already: that one is the answer.</returns>
    Task<bool> SaveRejectedAsync(BookingRequest booking, BookingOutcome.Rejected outcome, CancellationToken cancellationToken);

    /// <summary>
    /// Remembers a booking that waits for the payment company, and keeps those of its seats that can still be had while
    /// it does. Where this fails nothing is owed to anybody: the sweeper voids what was authorised.
    /// </summary>
    /// <returns>False where there was a booking of that id already: that one is the answer.</returns>
    Task<bool> SavePendingAsync(BookingRequest booking, CancellationToken cancellationToken);

    /// <summary>Ends a pending booking without its effects and lets its seats go. False where it was not pending any more.</summary>
    Task<bool> RejectPendingAsync(Guid bookingId, BookingOutcome.Rejected outcome, CancellationToken cancellationToken);

    /// <summary>
    /// Pending bookings that are due, each given to one caller only: it is due again after <paramref name="again"/>.
    /// </summary>
    Task<IReadOnlyList<PendingBooking>> TakeDueAsync(TimeSpan again, int atMost, CancellationToken cancellationToken);
}

/// <summary>A booking that waits for the payment company.</summary>
/// <param name="Age">By the database's clock.</param>
public sealed record PendingBooking(BookingRequest Request, TimeSpan Age);
