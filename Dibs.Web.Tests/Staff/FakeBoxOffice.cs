using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Domain.Swaps;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Staff;

/// <summary>The desk's service in memory, over the cinema that the pages know.</summary>
internal sealed class FakeBoxOffice : IBoxOffice
{
    public FakeCinema Cinema { get; set; } = null!;

    public List<DeskWish> Sales { get; } = [];

    public List<(string Seats, string Reason)> Blocks { get; } = [];

    public List<(string Seats, string Reason)> Reseats { get; } = [];

    public List<string> Cancels { get; } = [];

    /// <summary>What a sale is answered; confirmed where it is not set, or answers nothing.</summary>
    public Func<BookingResult?>? OnSell { get; set; }

    /// <summary>What a block is answered; done where it is not set.</summary>
    public Func<BlockResult>? OnBlock { get; set; }

    public Task<BookingResult> SellAsync(StaffMember by, DeskWish wish, CancellationToken cancellationToken)
    {
        Sales.Add(wish);
        return Task.FromResult(OnSell?.Invoke() ?? new BookingResult.Settled(
            BookingOutcome.Confirmed.Instance, Sample.Booking(BookingStatus.Confirmed, Guid.NewGuid()) with { Seats = wish.Seats }));
    }

    public Task<BlockResult> BlockAsync(
        StaffMember by, int screeningId, IReadOnlyCollection<string> seats, string reason, CancellationToken cancellationToken)
    {
        Blocks.Add((string.Join(' ', seats), reason));
        return Task.FromResult(OnBlock?.Invoke() ?? BlockResult.Done.Instance);
    }

    public Task<BlockResult> UnblockAsync(
        StaffMember by, int screeningId, IReadOnlyCollection<string> seats, string reason, CancellationToken cancellationToken) =>
        Task.FromResult<BlockResult>(BlockResult.Done.Instance);

    public Task<SwapResult> ReseatAsync(
        StaffMember by, BookingDetails booking, IReadOnlyList<string> seats, string reason, CancellationToken cancellationToken)
    {
        Reseats.Add((string.Join(' ', seats), reason));
        return Task.FromResult<SwapResult>(new SwapResult.Swapped(booking with { Seats = seats }));
    }

    public Task<CancelResult> CancelAsync(StaffMember by, BookingDetails booking, string reason, CancellationToken cancellationToken)
    {
        Cancels.Add(reason);
        return Task.FromResult<CancelResult>(new CancelResult.Cancelled(booking with { Status = BookingStatus.Cancelled }));
    }

    public Task NotePrintAsync(StaffMember by, BookingDetails booking, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<DeskSeat> FindSeatAsync(StaffMember by, int screeningId, string seat, CancellationToken cancellationToken)
    {
        var status = (await Cinema.SeatsAsync(screeningId, cancellationToken)).FirstOrDefault(one => one.Seat == seat);
        var booking = Cinema.Bookings.Find(booking => booking.Seats.Contains(seat));
        return new DeskSeat(seat, status?.State ?? SeatState.Free, booking?.Reference, null, null);
    }
}
