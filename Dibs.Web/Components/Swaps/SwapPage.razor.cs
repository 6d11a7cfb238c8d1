using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Swaps;
using Dibs.Web.Components.Bookings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Customers;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Swaps;

/// <summary>
/// The hall with the seats of a booking marked: choose as many others, see what comes of the money, swap. The new ones are a hold, as
/// for a booking, so nobody takes them while their customer thinks.
/// </summary>
public sealed partial class SwapPage
{
    private readonly HashSet<string> _kept = [];
    private BookingDetails? _booking;
    private Voucher? _voucher;
    private HallSeats? _hall;
    private SeatChoice? _choice;
    private IDisposable? _look;
    private bool _asList;
    private bool _delayed;
    private bool _busy;
    private string? _said;

    [Parameter] public string Reference { get; set; } = "";

    [Inject] private IBookingRegister Register { get; set; } = null!;

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private IVouchers Vouchers { get; set; } = null!;

    [Inject] private IHolds Holds { get; set; } = null!;

    [Inject] private ISeatSwaps Swaps { get; set; } = null!;

    [Inject] private LiveHalls Halls { get; set; } = null!;

    [Inject] private ICustomerContext Customer { get; set; } = null!;

    [Inject] private LastBooking Last { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private ScreeningDetails Screening => _hall!.Screening;

    /// <summary>How many seats are still to be chosen; less than none where there are too many.</summary>
    private int Missing => _booking!.Seats.Count - _kept.Count - _hall!.Mine.Count;

    private string[] Mine => [.. _hall!.Mine.Select(seat => seat.Id)];

    private string[] Chosen => [.. _kept, .. Mine];

    private SwapQuote? Quote =>
        SwapQuote.ErrorsOf(_booking!, Screening, Chosen).Any() ? null : SwapQuote.Of(_booking!, Screening, Chosen, _voucher, keepsPrice: false);

    private bool IsDearer => Missing == 0 && Quote?.Total > _booking!.Amount.Amount;

    private string Price
    {
        get
        {
            var paid = _booking!.Amount;
            if (Quote is not { } quote) return Words["For some of these seats there are no tickets of the kind that you have."];
            if (quote.Total == paid.Amount) return Words["The price stays the same."];
            var now = Words.Of(paid with { Amount = quote.Total });
            return quote.Total < paid.Amount
                ? Words["These seats cost {0}: {1} goes back to your card.", now, Words.Of(paid with { Amount = paid.Amount - quote.Total })]
                : Words[
                    "These seats cost {0}, and you paid {1}. A swap cannot cost more: choose others, or cancel the booking and book again.",
                    now, Words.Of(paid)];
        }
    }

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var booking = await Register.FindAsync(Reference, cancellationToken);
        if (booking is not { Status: BookingStatus.Confirmed, NewSeats: null } || !booking.MayBeSeenBy(Customer.Key, Last.Email)) return false;
        if (await Programme.FindAsync(booking.ScreeningId, cancellationToken) is not { } screening) return false;
        _voucher = booking.Discount is { } discount ? (await Vouchers.FindAsync(discount.Voucher, cancellationToken))?.Voucher : null;
        var taken = await Programme.SeatsAsync(booking.ScreeningId, cancellationToken);
        var hall = new HallSeats(screening, SeatStates.Of(screening.Plan, taken), Words) { Own = booking.Seats.ToHashSet() };
        _choice = new SeatChoice(Holds, hall, Customer.Key, Clock) { Changed = () => _ = InvokeAsync(StateHasChanged) };
        _choice.Start(await Holds.FindAsync(booking.ScreeningId, Customer.Key, cancellationToken));
        (_booking, _hall) = (booking, hall);
        return true;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (_look is not null || _hall is null || Gone.IsCancellationRequested) return;
        _look = Halls.Enter(Screening, now => InvokeAsync(() => ShowAsync(now)));
    }

    protected override ValueTask LeaveAsync()
    {
        _look?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ShowAsync(HallNow now)
    {
        if (Gone.IsCancellationRequested) return;
        try
        {
            _delayed = now.IsDelayed;
            if (now.States is { } states) _hall!.Take(_hall.States.NewerOf(states));
            if (now.IsRead && _hall!.DiffersFromHold()) await _choice!.TryRefreshAsync(Gone);
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private Task ToggleAsync(Seat seat)
    {
        _said = null;
        if (_hall!.Own.Contains(seat.Id))
        {
            Keep(seat.Id);
            return Task.CompletedTask;
        }

        if (_hall.MarkOf(seat) != SeatMark.Free || Missing > 0) return _choice!.ToggleAsync(seat, Gone);
        _said = Words["Your booking has {0}. Let one of the new ones go to take another.", Words.Seats(_booking!.Seats.Count)];
        return Task.CompletedTask;
    }

    private void Keep(string seat)
    {
        _said = null;
        if (!_kept.Remove(seat)) _kept.Add(seat);
    }

    private Task TurnAsync() => _choice!.HasExpired ? _choice.TimeUpAsync(CancellationToken.None) : Task.CompletedTask;

    private async Task LeaveAsIsAsync()
    {
        await _choice!.ReleaseAllAsync(CancellationToken.None);
        Navigation.NavigateTo($"/bookings/{Reference}");
    }

    private async Task SwapAsync()
    {
        (_busy, _said) = (true, null);
        try
        {
            // Not cancelled with the page: who pressed the button and left wants it done all the same.
            var result = await Swaps.SwapAsync(_booking!, new SwapWish(Chosen, _hall!.Hold?.Id), CancellationToken.None);
            if (result is SwapResult.Swapped or SwapResult.Underway)
            {
                // What this circuit has booked is not that any more.
                Last.Booking = null;
                Navigation.NavigateTo($"/bookings/{Reference}");
                return;
            }

            _said = Words.Of(result);
            await _choice!.TryRefreshAsync(Gone);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            _said = Words.Of(new SwapResult.Unknown());
        }
        finally
        {
            _busy = false;
        }
    }
}
