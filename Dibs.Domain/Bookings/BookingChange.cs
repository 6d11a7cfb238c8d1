namespace Dibs.Domain.Bookings;

/// <summary>What is to become of a booking that is confirmed: its customer's change of plans, or the staff's.</summary>
/// <param name="Until">
/// How long before the screening starts it is too late, by the bookings database's clock. Null for never: staff help those who come
/// late, too.
/// </param>
public sealed record BookingChange(ChangeKind Kind, TimeSpan? Until)
{
    /// <summary>Of a swap: what the booking was; what it is to be says the request.</summary>
    public SeatSwap? Swap { get; init; }

    public static BookingChange Cancel(TimeSpan? until) => new(ChangeKind.Cancel, until);

    public static BookingChange To(SeatSwap swap, TimeSpan? until) => new(ChangeKind.Swap, until) { Swap = swap };
}

/// <summary>The changes that there are.</summary>
public enum ChangeKind
{
    /// <summary>Seats free, payment refunded, tickets void.</summary>
    Cancel,

    /// <summary>Other seats of the same screening, other tickets, and the difference given back.</summary>
    Swap,
}

/// <summary>A booking before its seats are swapped. Where it is not that any more, nothing is done.</summary>
/// <param name="Id">Of this swap: what its effects are written down by, and its refund.</param>
/// <param name="From">The seats, in the order that the booking's row has.</param>
/// <param name="Paid">In the booking's currency; at least what the new seats cost.</param>
public sealed record SeatSwap(Guid Id, IReadOnlyList<string> From, decimal Paid);
