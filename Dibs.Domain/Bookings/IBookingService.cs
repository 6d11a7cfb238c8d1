namespace Dibs.Domain.Bookings;

/// <summary>Where a booking starts, from the API as from the pages.</summary>
public interface IBookingService
{
    /// <summary>Checks and prices a wish, and has its protocol make the three effects, or none of them.</summary>
    /// <param name="cancellationToken">Honoured until the protocol's decision; after it the booking goes on.</param>
    Task<BookingResult> BookAsync(BookingWish wish, CancellationToken cancellationToken);
}
