using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Swaps;

namespace Dibs.Web.Tests.Fakes;

/// <summary>Programme, holds, bookings, their register and their changes in memory, as the pages know them.</summary>
public sealed class FakeCinema(TimeProvider clock)
    : IProgramme, IHolds, IBookingService, IBookingRegister, IBookingChanges, ISeatSwaps, IVouchers
{
    private readonly Dictionary<Guid, (Guid Customer, HoldDetails Hold)> _holds = [];
    private readonly ConcurrentDictionary<string, SeatStatus> _taken = [];

    public List<ScreeningSummary> Screenings { get; } = [Sample.Summary()];

    public List<CinemaSummary> Cinemas { get; } = [Sample.Cinema];

    public List<BookingDetails> Bookings { get; } = [];

    public List<FoundVoucher> Vouchers { get; } = [];

    public List<BookingWish> Wishes { get; } = [];

    public TimeSpan HoldLength { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether choices that leave a single seat are refused.</summary>
    public bool KeepsGapsOut { get; set; }

    /// <summary>True while no database answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>What the booking service says to a wish; confirmed where it is not set.</summary>
    public Func<BookingWish, Task<BookingResult>>? OnBook { get; set; }

    /// <summary>What a cancellation is answered; cancelled where it is not set.</summary>
    public Func<BookingDetails, Task<CancelResult>>? OnCancel { get; set; }

    /// <summary>What a swap is answered; swapped where it is not set.</summary>
    public Func<SwapWish, SwapResult>? OnSwap { get; set; }

    public List<(BookingDetails Booking, SwapWish Wish)> Swaps { get; } = [];

    /// <summary>How often the seats of a hall were read.</summary>
    public int SeatReads => Calls.Count(call => call == nameof(SeatsAsync));

    /// <summary>What was asked for, by the name of the method; each is one query to a database, or none where it is cached.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Somebody else's doing.</summary>
    public void Take(string seat, SeatState state) => _taken[seat] = new SeatStatus(seat, state, null, VersionOf(seat) + 1);

    public HoldDetails Give(Guid customer, TimeSpan left, params string[] seats)
    {
        var hold = Sample.Hold(left, seats) with { ExpiresAt = clock.GetUtcNow() + left };
        _holds[hold.Id] = (customer, hold);
        foreach (var seat in seats.Where(_ => left > TimeSpan.Zero)) _taken[seat] = new SeatStatus(seat, SeatState.Held, hold.Id, VersionOf(seat) + 1);
        return hold;
    }

    public Task<IReadOnlyList<ScreeningSummary>> ListAsync(DateTimeOffset from, DateTimeOffset to, int? cinema, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<ScreeningSummary>>(() =>
            [.. Screenings.Where(screening => screening.StartsAt >= from && screening.StartsAt < to && (cinema is null || screening.Cinema.Id == cinema))]);

    public Task<ScreeningDetails?> FindAsync(int id, CancellationToken cancellationToken) => Answer(() => id == 7 ? Sample.Screening : null);

    public Task<IReadOnlyList<ScreeningBrief>> BriefAsync(IReadOnlyCollection<int> ids, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<ScreeningBrief>>(() =>
            [.. ids.Select(id => new ScreeningBrief(id, Sample.Screening.Film.Title, Sample.Screening.StartsAt, Sample.Cinema.TimeZone))]);

    public Task<IReadOnlyList<SeatStatus>> SeatsAsync(int screeningId, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<SeatStatus>>(() => [.. _taken.Values]);

    public Task<IReadOnlyList<CinemaSummary>> CinemasAsync(CancellationToken cancellationToken) => Answer<IReadOnlyList<CinemaSummary>>(() => Cinemas);

    public Task<HoldOutcome> PlaceAsync(int screeningId, Guid customerKey, IReadOnlyCollection<string> seats, CancellationToken cancellationToken) =>
        Answer<HoldOutcome>(() =>
        {
            var own = Own(customerKey);
            var lost = seats.Where(seat => _taken.TryGetValue(seat, out var status)
                && status.State != SeatState.Free && status.HoldId != (own?.Id ?? Guid.Empty)).ToList();
            if (lost.Count > 0) return new HoldOutcome.SeatsTaken(lost);
            if (KeepsGapsOut && SingleGap.Find(Sample.Plan, seat => !_taken.TryGetValue(seat.Id, out var status)
                || status.State == SeatState.Free || (own is not null && status.HoldId == own.Id), seats, own?.Seats ?? []) is { } gap)
                return new HoldOutcome.SingleGap(gap.Gaps, gap.Fix);
            var left = own is null || Left(own) <= TimeSpan.Zero ? HoldLength : Left(own);
            if (own is not null) Forget(own);
            var hold = (own ?? Sample.Hold(left)) with { Seats = [.. seats], Left = left, ExpiresAt = clock.GetUtcNow() + left };
            _holds[hold.Id] = (customerKey, hold);
            foreach (var seat in seats) _taken[seat] = new SeatStatus(seat, SeatState.Held, hold.Id, VersionOf(seat) + 1);
            return new HoldOutcome.Held(hold);
        });

    public Task<HoldOutcome> PlaceBestAsync(int screeningId, Guid customerKey, BestWish wish, CancellationToken cancellationToken)
    {
        var own = Own(customerKey)?.Id;
        var best = BestSeats.Find(
            Sample.Plan, seat => !_taken.TryGetValue(seat.Id, out var status)
                || status.State == SeatState.Free || (own is not null && status.HoldId == own), wish);
        return best.Count == 0
            ? Answer<HoldOutcome>(() => new HoldOutcome.SeatsTaken([]))
            : PlaceAsync(screeningId, customerKey, [.. best.Select(seat => seat.Id)], cancellationToken);
    }

    public Task<HoldDetails?> FindAsync(int screeningId, Guid customerKey, CancellationToken cancellationToken) => Answer(() => Own(customerKey));

    public Task<HoldDetails?> FindAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken) =>
        Answer(() => Own(customerKey) is { } own && own.Id == holdId ? own : null);

    public Task<HoldDetails?> ExtendAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken) => Answer(() =>
    {
        if (Own(customerKey) is not { HasExpired: false, ExtensionsLeft: > 0 } own) return null;
        var longer = own with { Left = HoldLength, ExpiresAt = clock.GetUtcNow() + HoldLength, ExtensionsLeft = own.ExtensionsLeft - 1 };
        _holds[own.Id] = (customerKey, longer);
        return longer;
    });

    public Task<bool> ReleaseAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken) => Answer(() =>
    {
        if (Own(customerKey) is not { } own) return false;
        Forget(own);
        return _holds.Remove(holdId);
    });

    public Task SaveDetailsAsync(Guid holdId, Guid customerKey, string? name, string? email, CancellationToken cancellationToken) => Answer(() =>
    {
        if (Own(customerKey) is { } own) _holds[holdId] = (customerKey, own with { Name = name, Email = email });
        return true;
    });

    public Task<Guid> RenewCheckoutKeyAsync(Guid holdId, Guid customerKey, CancellationToken cancellationToken) => Answer(() =>
    {
        var key = Guid.NewGuid();
        if (Own(customerKey) is { } own) _holds[holdId] = (customerKey, own with { CheckoutKey = key });
        return key;
    });

    public async Task<BookingResult> BookAsync(BookingWish wish, CancellationToken cancellationToken)
    {
        Wishes.Add(wish);
        if (OnBook is not null) return await OnBook(wish);
        var booking = Sample.Booking(BookingStatus.Confirmed, wish.CustomerKey) with { Seats = [.. wish.Seats!] };
        Bookings.Add(booking);
        return new BookingResult.Settled(BookingOutcome.Confirmed.Instance, booking);
    }

    public Task<CancelResult> CancelAsync(BookingDetails booking, CancellationToken cancellationToken) =>
        OnCancel is not null
            ? OnCancel(booking)
            : Task.FromResult<CancelResult>(new CancelResult.Cancelled(booking with { Status = BookingStatus.Cancelled, Tickets = [] }));

    public Task<CancelResult> CancelAtDeskAsync(BookingDetails booking, DeskAct desk, CancellationToken cancellationToken) =>
        CancelAsync(booking, cancellationToken);

    public Task<SwapResult> SwapAsync(BookingDetails booking, SwapWish wish, CancellationToken cancellationToken)
    {
        Swaps.Add((booking, wish));
        return Task.FromResult(OnSwap?.Invoke(wish) ?? new SwapResult.Swapped(booking with { Seats = [.. wish.Seats!] }));
    }

    public Task<(BookingDetails Booking, string RequestHash)?> FindAsync(Guid bookingId, CancellationToken cancellationToken) =>
        Answer<(BookingDetails, string)?>(() => Bookings.Find(booking => booking.Id == bookingId) is { } found ? (found, "") : null);

    public Task<BookingDetails?> FindAsync(string reference, CancellationToken cancellationToken) =>
        Answer(() => Bookings.Find(booking => booking.Reference == reference));

    public Task<IReadOnlyList<BookingDetails>> ListAsync(Guid customerKey, int atMost, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<BookingDetails>>(() => [.. Bookings.Where(booking => booking.CustomerKey == customerKey).Take(atMost)]);

    public Task<bool> SaveRejectedAsync(BookingRequest booking, BookingOutcome.Rejected outcome, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> SavePendingAsync(BookingRequest booking, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RejectPendingAsync(Guid bookingId, BookingOutcome.Rejected outcome, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PendingBooking>> TakeDueAsync(TimeSpan again, int atMost, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<FoundVoucher?> IVouchers.FindAsync(string code, CancellationToken cancellationToken) =>
        Answer(() => Vouchers.Find(found => found.Voucher.Code == code));

    private Task<T> Answer<T>(Func<T> answer, [CallerMemberName] string call = "")
    {
        Calls.Enqueue(call);
        return IsDown ? Task.FromException<T>(new DatabaseIsDownException()) : Task.FromResult(answer());
    }

    private HoldDetails? Own(Guid customer) =>
        _holds.Values.Where(entry => entry.Customer == customer).Select(entry => entry.Hold with { Left = Left(entry.Hold) }).FirstOrDefault();

    private TimeSpan Left(HoldDetails hold) => hold.ExpiresAt - clock.GetUtcNow();

    private long VersionOf(string seat) => _taken.TryGetValue(seat, out var status) ? status.Version : 0;

    private void Forget(HoldDetails hold)
    {
        foreach (var seat in hold.Seats.Where(seat => _taken.TryGetValue(seat, out var status) && status.HoldId == hold.Id))
            _taken[seat] = new SeatStatus(seat, SeatState.Free, null, VersionOf(seat) + 1);
    }

    private sealed class DatabaseIsDownException : DbException
    {
        public DatabaseIsDownException()
            : base("no connection")
        {
        }
    }
}
