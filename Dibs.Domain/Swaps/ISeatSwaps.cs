using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Pricing;

namespace Dibs.Domain.Swaps;

/// <summary>Other seats for a confirmed booking, from the API as from the page.</summary>
public interface ISeatSwaps
{
    /// <summary>
    /// Gives the booking other seats of its screening and new tickets, frees the old seats and gives back what the new ones cost
    /// less: all, or nothing. Safe to repeat: a booking that has these seats is left as it is.
    /// </summary>
    /// <param name="booking">As it was found, with its tickets. Whether its customer asks is the caller's question.</param>
    /// <param name="cancellationToken">Honoured until the protocol's decision; after it the swap goes on.</param>
    Task<SwapResult> SwapAsync(BookingDetails booking, SwapWish wish, CancellationToken cancellationToken);
}

/// <summary>Which seats a booking is to have. Nothing in it has been checked.</summary>
/// <param name="Seats">As many as the booking has, different, of the same hall; some may be those that it has.</param>
/// <param name="HoldId">The customer's hold that keeps the new ones, if there is one.</param>
public sealed record SwapWish(IReadOnlyList<string>? Seats, Guid? HoldId)
{
    /// <summary>Where the staff ask for it: then seats of any kind cost what was paid, and it is never too late. Null for customers.</summary>
    public DeskAct? Desk { get; init; }
}

/// <summary>What a swap is answered. A closed set.</summary>
public abstract record SwapResult
{
    private SwapResult()
    {
    }

    /// <summary>The booking has the new seats, or had them before. A difference follows.</summary>
    public sealed record Swapped(BookingDetails Booking) : SwapResult;

    /// <summary>It will have them, whatever happens: the protocol goes on in the background.</summary>
    public sealed record Underway(BookingDetails Booking) : SwapResult;

    /// <summary>The wish could never be fulfilled. Nothing was done.</summary>
    /// <param name="Errors">By field, in the words of the API.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : SwapResult;

    /// <summary>Somebody else has these. The booking keeps its seats.</summary>
    public sealed record SeatsTaken(IReadOnlyList<string> Seats) : SwapResult;

    /// <summary>The new seats cost more than was paid. Nothing was done.</summary>
    public sealed record Dearer(Money Paid, Money Now) : SwapResult;

    /// <summary>The screening starts too soon. Nothing was done.</summary>
    /// <param name="Until">How long before the start it may be.</param>
    public sealed record TooLate(TimeSpan Until) : SwapResult;

    /// <summary>Somebody has come in with a ticket of the booking. Nothing was done.</summary>
    public sealed record CheckedIn : SwapResult;

    /// <summary>The booking is not confirmed: there is nothing to swap.</summary>
    public sealed record NotConfirmed(BookingStatus Status) : SwapResult;

    /// <summary>Too much is going on, or a part of the system is away. Nothing was done; worth another try.</summary>
    public sealed record Busy : SwapResult;

    /// <summary>A connection was lost, perhaps while the decision was written. Asking again tells.</summary>
    public sealed record Unknown : SwapResult;
}
