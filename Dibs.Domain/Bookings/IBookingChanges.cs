using Dibs.Domain.BoxOffice;

namespace Dibs.Domain.Bookings;

/// <summary>Where a customer's change of plans starts, from the API as from the page.</summary>
public interface IBookingChanges
{
    /// <summary>
    /// Frees the seats, refunds the payment and makes the tickets void: all, or nothing. Safe to repeat. One that is still
    /// pending ends confirmed, rejected or cancelled, and never as two of these.
    /// </summary>
    /// <param name="booking">As it was found. Whether its customer asks is the caller's question.</param>
    /// <param name="cancellationToken">Honoured until the protocol's decision; after it the cancellation goes on.</param>
    Task<CancelResult> CancelAsync(BookingDetails booking, CancellationToken cancellationToken);

    /// <summary>
    /// The same by the staff: only of a confirmed one, but at any time, and written into the audit. One that is pending is "busy".
    /// </summary>
    Task<CancelResult> CancelAtDeskAsync(BookingDetails booking, DeskAct desk, CancellationToken cancellationToken);
}

/// <summary>A booking as its change starts from it.</summary>
public interface IBookingRequests
{
    /// <summary>What there is to know of a booking without its tickets; null where there is none.</summary>
    Task<BookingRequest?> FindAsync(Guid bookingId, CancellationToken cancellationToken);
}

/// <summary>What a cancellation is answered. A closed set.</summary>
public abstract record CancelResult
{
    private CancelResult()
    {
    }

    /// <summary>It is cancelled, or was before. The money follows.</summary>
    public sealed record Cancelled(BookingDetails Booking) : CancelResult;

    /// <summary>The screening starts too soon. Nothing was done.</summary>
    /// <param name="Until">How long before the start it may be.</param>
    public sealed record TooLate(TimeSpan Until) : CancelResult;

    /// <summary>Somebody came in with one of its tickets. Nothing was done.</summary>
    public sealed record CheckedIn : CancelResult;

    /// <summary>The booking was rejected: there is nothing to cancel.</summary>
    public sealed record NotMade : CancelResult;

    /// <summary>Too much is going on, or a part of the system is away. Nothing was done; worth another try.</summary>
    public sealed record Busy : CancelResult;

    /// <summary>A connection was lost, perhaps while the decision was written. Asking again tells.</summary>
    public sealed record Unknown : CancelResult;
}
