using System.Text.Json;
using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Domain.Swaps;

namespace Dibs.Domain.BoxOffice;

/// <inheritdoc/>
public sealed class BoxOffice(
    IBookingService bookings, IBookingChanges changes, ISeatSwaps swaps, ISeatBlocks blocks, IProgramme programme, IAuditTrail audit)
    : IBoxOffice
{
    public Task<BookingResult> SellAsync(StaffMember by, DeskWish wish, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Sell);
        return bookings.BookAsync(
            new BookingWish
            {
                IdempotencyKey = wish.IdempotencyKey,
                ScreeningId = wish.ScreeningId,
                Seats = wish.Seats,
                TicketTypes = wish.TicketTypes,
                Name = wish.Name,
                Email = wish.Email,
                // Nobody's cookie: the desk sells for many, and its browser is none of theirs.
                CustomerKey = Guid.NewGuid(),
                Desk = new DeskSale(by, wish.Payment, wish.Reason),
            },
            cancellationToken);
    }

    public Task<BlockResult> BlockAsync(
        StaffMember by, int screeningId, IReadOnlyCollection<string> seats, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(by, "seats.blocked", screeningId, seats, reason, blocks.BlockAsync, cancellationToken);

    public Task<BlockResult> UnblockAsync(
        StaffMember by, int screeningId, IReadOnlyCollection<string> seats, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(by, "seats.unblocked", screeningId, seats, reason, blocks.UnblockAsync, cancellationToken);

    public Task<SwapResult> ReseatAsync(
        StaffMember by, BookingDetails booking, IReadOnlyList<string> seats, string reason, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Sell);
        return swaps.SwapAsync(
            booking, new SwapWish(seats, null) { Desk = new DeskAct(by, Reasons.Demand(reason)) }, cancellationToken);
    }

    public Task<CancelResult> CancelAsync(
        StaffMember by, BookingDetails booking, string reason, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Sell);
        return changes.CancelAtDeskAsync(booking, new DeskAct(by, Reasons.Demand(reason)), cancellationToken);
    }

    public Task NotePrintAsync(StaffMember by, BookingDetails booking, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Sell);
        return audit.WriteAsync(new AuditEntry(by, "tickets.printed", booking.Reference), cancellationToken);
    }

    public Task<DeskSeat> FindSeatAsync(StaffMember by, int screeningId, string seat, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Sell);
        return blocks.FindAsync(screeningId, seat, cancellationToken);
    }

    private async Task<BlockResult> ChangeAsync(
        StaffMember by, string action, int screeningId, IReadOnlyCollection<string> seats, string reason,
        Func<int, IReadOnlyCollection<string>, AuditEntry, CancellationToken, Task<BlockResult>> change, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.Sell);
        if (seats.Count == 0) return new BlockResult.Invalid("Choose at least one seat.");
        if (await programme.FindAsync(screeningId, cancellationToken) is not { } screening)
            return new BlockResult.Invalid($"There is no screening {screeningId}.");
        if (seats.FirstOrDefault(seat => screening.Plan.Find(seat) is null) is { } unknown)
            return new BlockResult.Invalid($"{screening.Hall} has no seat {unknown}.");
        string[] sorted = [.. seats.Distinct().Order(StringComparer.Ordinal)];
        return await change(
            screeningId, sorted,
            new AuditEntry(
                by, action, $"screening {screeningId}", Reasons.Demand(reason), After: JsonSerializer.Serialize(new { seats = sorted })),
            cancellationToken);
    }
}
