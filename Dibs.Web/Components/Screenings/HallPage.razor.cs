using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Bookings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Customers;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// The hall of one screening: choose seats, see others choose theirs. All that is chosen is a hold in the database, so
/// the page can be lost at any moment and comes back as it was; ticket types and the view are kept in the address.
/// </summary>
public sealed partial class HallPage
{
    private HallSeats? _hall;
    private SeatChoice? _choice;
    private TicketTypes _types = TicketTypes.AllAdults;
    private bool _asList;
    private bool _wheelchair;
    private string? _voucher;
    private bool _delayed;
    private string _start = "";
    private IDisposable? _look;

    [Parameter] public int Id { get; set; }

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private LiveHalls Halls { get; set; } = null!;

    [Inject] private IHolds Holds { get; set; } = null!;

    [Inject] private ICustomerContext Customer { get; set; } = null!;

    [Inject] private PrerenderHandoff Handoff { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    private ScreeningDetails Screening => _hall!.Screening;

    private bool IsClosed => Screening.SalesStopped || Screening.StartsAt <= Clock.GetUtcNow();

    protected override Task OnInitializedAsync()
    {
        var query = new Uri(Navigation.Uri).Query;
        _types = TicketTypes.Parse(query);
        _asList = query.Contains("view=list", StringComparison.Ordinal);
        _voucher = CheckoutVoucher.Of(query);
        _wheelchair = query.Contains("wheelchair=1", StringComparison.Ordinal);
        Handoff.Keep("hall", () => _hall is null ? null : new Data(_hall.Screening, _hall.States, _hall.Hold));
        return LoadAsync();
    }

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var data = Handoff.Take<Data>("hall") ?? await ReadDataAsync(cancellationToken);
        if (data is null) return false;
        var hall = new HallSeats(data.Screening, data.States, Words);
        _choice = new SeatChoice(Holds, hall, Customer.Key, Clock) { Changed = () => _ = InvokeAsync(StateHasChanged) };
        _choice.Start(data.Hold);
        _start = Words.DayAndTime(data.Screening.StartsAt, data.Screening.Cinema.TimeZone);
        _hall = hall;
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

    private async Task<Data?> ReadDataAsync(CancellationToken cancellationToken)
    {
        var screening = await Programme.FindAsync(Id, cancellationToken);
        if (screening is null) return null;
        var taken = Programme.SeatsAsync(Id, cancellationToken);
        var hold = Holds.FindAsync(Id, Customer.Key, cancellationToken);
        return new Data(screening, SeatStates.Of(screening.Plan, await taken), await hold);
    }

    private async Task ShowAsync(HallNow now)
    {
        try
        {
            if (!Gone.IsCancellationRequested) await TakeAsync(now);
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    private async Task TakeAsync(HallNow now)
    {
        var changed = now.IsDelayed != _delayed;
        _delayed = now.IsDelayed;
        // The page may have been read a moment later than what is told first.
        if (now.States is { } states) changed |= _hall!.Take(_hall.States.NewerOf(states));
        if (now.IsRead && _hall!.DiffersFromHold())
        {
            await _choice!.TryRefreshAsync(Gone);
            changed = true;
        }

        if (changed) StateHasChanged();
    }

    private Task ToggleAsync(Seat seat) => IsClosed ? Task.CompletedTask : _choice!.ToggleAsync(seat, Gone);

    private Task ChangeTypeAsync((string Seat, TicketType Type) change)
    {
        _types = _types.With(change.Seat, change.Type);
        return KeepAsync();
    }

    private Task ShowAsync(bool asList)
    {
        _asList = asList;
        return KeepAsync();
    }

    private Task LookForPlacesAsync(bool wheelchair)
    {
        _wheelchair = wheelchair;
        return KeepAsync();
    }

    private async Task KeepAsync()
    {
        var query = _types.ToQuery();
        if (_asList) query += (query.Length == 0 ? "?" : "&") + "view=list";
        if (_wheelchair) query += (query.Length == 0 ? "?" : "&") + "wheelchair=1";
        await Browser.InvokeVoidAsync("dibsPage.keep", CheckoutVoucher.Add(_voucher, query));
    }

    private sealed record Data(ScreeningDetails Screening, SeatStates States, HoldDetails? Hold);
}
