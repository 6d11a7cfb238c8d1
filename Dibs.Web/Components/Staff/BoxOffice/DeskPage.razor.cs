using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.BoxOffice;

/// <summary>
/// The live hall at the desk. A choice here holds nothing: the act that follows takes free seats only, and says so where somebody was
/// quicker. What was chosen and is taken meanwhile is chosen no more.
/// </summary>
public sealed partial class DeskPage
{
    private List<string> _chosen = [];
    private StaffMember? _member;
    private HallSeats? _hall;
    private BookingDetails? _booking;
    private IDisposable? _look;
    private bool _areBlocked;
    private bool _asList;
    private bool _delayed;
    private bool _good;
    private string? _said;

    /// <summary>A new one for each sale: its form begins anew.</summary>
    private int _sale;

    [Parameter] public int Id { get; set; }

    [SupplyParameterFromQuery(Name = "booking")] private string? Reference { get; set; }

    [Inject] private IStaffContext Staff { get; set; } = null!;

    [Inject] private IBoxOffice Office { get; set; } = null!;

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private IBookingRegister Register { get; set; } = null!;

    [Inject] private LiveHalls Halls { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private ScreeningDetails Screening => _hall!.Screening;

    private string TimeZone => Screening.Cinema.TimeZone;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _member = await Staff.FindAsync();
        if (await Programme.FindAsync(Id, cancellationToken) is not { } screening) return false;
        _hall = new HallSeats(screening, SeatStates.Of(screening.Plan, await Programme.SeatsAsync(Id, cancellationToken)), Words);
        if (Reference is not null && await Register.FindAsync(Reference, cancellationToken) is { } booking
            && booking.ScreeningId == Id) Show(booking);
        return true;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (_look is not null || _hall is null || Gone.IsCancellationRequested) return;
        _look = Halls.Enter(Screening, now => InvokeAsync(() => Take(now)));
    }

    protected override ValueTask LeaveAsync()
    {
        _look?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Take(HallNow now)
    {
        if (Gone.IsCancellationRequested) return;
        _delayed = now.IsDelayed;
        if (now.States is { } states) _hall!.Take(_hall.States.NewerOf(states));
        var wanted = _areBlocked ? SeatState.Blocked : SeatState.Free;
        var lost = _chosen.Where(seat => _hall!.StateOf(seat) != wanted).ToList();
        if (lost.Count > 0)
        {
            Choose(_chosen.Except(lost));
            Say($"{Words.List(lost)} changed hands just now.");
        }

        StateHasChanged();
    }

    private async Task ToggleAsync(Seat seat)
    {
        _said = null;
        if (_chosen.Contains(seat.Id))
        {
            Choose(_chosen.Where(chosen => chosen != seat.Id));
            return;
        }

        if (_hall!.StateOf(seat.Id) == SeatState.Free)
        {
            if (_areBlocked) Choose([]);
            _areBlocked = false;
            Choose([.. _chosen, seat.Id]);
            return;
        }

        try
        {
            await AskAsync(seat);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            Say(DeskWords.Away);
        }
    }

    /// <summary>Somebody has it: the booking, the hold, or the house.</summary>
    private async Task AskAsync(Seat seat)
    {
        var found = await Office.FindSeatAsync(_member!, Id, seat.Id, Gone);
        Say(DeskWords.Of(found, TimeZone));
        if (found.State == SeatState.Blocked && _booking is null)
        {
            if (!_areBlocked) Choose([]);
            _areBlocked = true;
            Choose([.. _chosen, seat.Id]);
        }
        else if (found is { State: SeatState.Booked, Reference: { } reference } && await Register.FindAsync(reference, Gone) is { } booking)
        {
            Show(booking);
        }
    }

    private void Choose(IEnumerable<string> seats)
    {
        _chosen = [.. seats];
        _hall!.Choose(_chosen);
    }

    /// <summary>A booking is at hand; free seats that are chosen now are for it. So it must be of this hall.</summary>
    private void Show(BookingDetails booking)
    {
        if (booking.ScreeningId != Id)
        {
            Navigation.NavigateTo($"/staff/box-office/{booking.ScreeningId}?booking={booking.Reference}", forceLoad: true);
            return;
        }

        _areBlocked = false;
        Choose([]);
        _booking = booking;
    }

    private void Clear()
    {
        (_booking, _said, _areBlocked) = (null, null, false);
        Choose([]);
    }

    private void Sold(BookingDetails booking)
    {
        _sale++;
        Show(booking);
        Say($"Sold {Words.List(booking.Seats)}: {booking.Amount}.", good: true);
    }

    private void Done(string said)
    {
        Clear();
        Say(said, good: true);
    }

    private void Changed((BookingDetails Booking, string Said) change)
    {
        Show(change.Booking);
        Say(change.Said, good: true);
    }

    private void Say(string text, bool good = false) => (_said, _good) = (text, good);
}
