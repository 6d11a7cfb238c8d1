using Dibs.Domain.Bookings;
using Dibs.Domain.Pricing;
using Dibs.Domain.Staff;
using Dibs.Domain.Swaps;

namespace Dibs.Domain.BoxOffice;

/// <summary>
/// What the desk does: sell, give away, block, reseat, cancel, print again. For <see cref="StaffRight.Sell"/>; each act is audited in
/// the transaction that does it. Sales and changes are those of customers, by the screening's or the booking's protocol.
/// </summary>
public interface IBoxOffice
{
    /// <summary>Sells or gives away seats. The same key is the same sale, once.</summary>
    Task<BookingResult> SellAsync(StaffMember by, DeskWish wish, CancellationToken cancellationToken);

    /// <summary>Keeps free seats from sale. A seat that is held or booked is never taken from who has it.</summary>
    Task<BlockResult> BlockAsync(
        StaffMember by, int screeningId, IReadOnlyCollection<string> seats, string reason, CancellationToken cancellationToken);

    /// <summary>Gives blocked seats back for sale.</summary>
    Task<BlockResult> UnblockAsync(
        StaffMember by, int screeningId, IReadOnlyCollection<string> seats, string reason, CancellationToken cancellationToken);

    /// <summary>Other seats for a booking of any kind and at any time, at the price that was paid.</summary>
    Task<SwapResult> ReseatAsync(
        StaffMember by, BookingDetails booking, IReadOnlyList<string> seats, string reason, CancellationToken cancellationToken);

    /// <summary>Cancels a confirmed booking, also when its customer could not any more.</summary>
    Task<CancelResult> CancelAsync(StaffMember by, BookingDetails booking, string reason, CancellationToken cancellationToken);

    /// <summary>Notes that the tickets of a booking are printed once more, before they are.</summary>
    Task NotePrintAsync(StaffMember by, BookingDetails booking, CancellationToken cancellationToken);

    /// <summary>Who has a seat at this moment.</summary>
    Task<DeskSeat> FindSeatAsync(StaffMember by, int screeningId, string seat, CancellationToken cancellationToken);
}

/// <summary>What is to be sold at the desk, as it was entered: nothing in it has been checked.</summary>
public sealed record DeskWish
{
    /// <summary>A new one for each sale.</summary>
    public required string IdempotencyKey { get; init; }

    public required int ScreeningId { get; init; }

    public required IReadOnlyList<string> Seats { get; init; }

    /// <summary>Seats without an entry are for adults.</summary>
    public IReadOnlyDictionary<string, TicketType>? TicketTypes { get; init; }

    public required DeskPayment Payment { get; init; }

    /// <summary>Of seats that are given away: why.</summary>
    public string? Reason { get; init; }

    /// <summary>Null or blank where nobody asked.</summary>
    public string? Name { get; init; }

    /// <summary>For a mail with the tickets; null or blank for none.</summary>
    public string? Email { get; init; }
}
