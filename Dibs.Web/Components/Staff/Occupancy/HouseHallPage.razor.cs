using Dibs.Domain.Occupancy;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Staff.Occupancy;

/// <summary>One hall live, as customers see it but to look at only, and which of its seats sell first.</summary>
public sealed partial class HouseHallPage
{
    private HallSeats? _hall;
    private HallHeat? _heat;
    private IDisposable? _look;
    private bool _delayed;
    private bool _showsHeat;

    [Parameter] public int Id { get; set; }

    [Inject] private IProgramme Programme { get; set; } = null!;

    [Inject] private IOccupancy Occupancy { get; set; } = null!;

    [Inject] private LiveHalls Halls { get; set; } = null!;

    [Inject] private IStaffContext Staff { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (await Programme.FindAsync(Id, cancellationToken) is not { } screening) return false;
        _hall = new HallSeats(screening, SeatStates.Of(screening.Plan, await Programme.SeatsAsync(Id, cancellationToken)), Words);
        return true;
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (_look is not null || _hall is not { } hall || Gone.IsCancellationRequested) return;
        _look = Halls.Enter(hall.Screening, now => InvokeAsync(() => Show(hall, now)));
    }

    protected override ValueTask LeaveAsync()
    {
        _look?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Show(HallSeats hall, HallNow now)
    {
        if (Gone.IsCancellationRequested) return;
        var changed = now.IsDelayed != _delayed;
        _delayed = now.IsDelayed;
        if (now.States is { } states) changed |= hall.Take(hall.States.NewerOf(states));
        if (changed) StateHasChanged();
    }

    private async Task ShowHeatAsync()
    {
        _showsHeat = true;
        try
        {
            if (await Staff.FindAsync() is { } me) _heat ??= await Occupancy.HeatAsync(me, Id, Gone);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            _showsHeat = false;
            _delayed = true;
        }
    }

    private static string CountsOf(HallSeats hall)
    {
        var seats = hall.Screening.Plan.Seats;
        var marks = seats.Select((_, index) => hall.MarkAt(index)).CountBy(mark => mark).ToDictionary();
        var sold = marks.GetValueOrDefault(SeatMark.Sold);
        return $"{sold} of {seats.Count} sold ({HouseNow.PercentOf(sold, seats.Count)} %), {marks.GetValueOrDefault(SeatMark.Held)} held, "
            + $"{marks.GetValueOrDefault(SeatMark.Blocked)} blocked, {hall.FreeCount} free";
    }
}
