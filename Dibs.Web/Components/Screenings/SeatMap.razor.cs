using Dibs.Domain.Screenings;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// The hall as a grid of seats: one tab stop, arrow keys, zoom. Moving and zooming are the browser's own business
/// (<c>seat-map.js</c>), so that they never wait for the server.
/// </summary>
public sealed partial class SeatMap
{
    private int _tabStop;

    /// <summary>The hall and who has which seat.</summary>
    [Parameter, EditorRequired] public HallSeats Hall { get; set; } = null!;

    /// <summary>Whether the places for wheelchairs and their companions stand out.</summary>
    [Parameter] public bool MarkPlaces { get; set; }

    /// <summary>The customer wants a seat, or wants it no more.</summary>
    [Parameter] public EventCallback<Seat> OnToggle { get; set; }

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await Browser.InvokeVoidAsync("dibsSeats.centre");
    }

    // Mine first, so that whoever comes back is where they were. It stays what it was: the browser moves it on.
    protected override void OnInitialized() => _tabStop = Math.Max(
        Find(SeatMark.Mine) is >= 0 and var mine ? mine : Find(SeatMark.Free), 0);

    private int Find(SeatMark mark) =>
        Enumerable.Range(0, Hall.Screening.Plan.Seats.Count).FirstOrDefault(index => Hall.MarkAt(index) == mark, -1);

    private Task ToggleAsync(SeatEventArgs click) =>
        click.Seat is { } id && Hall.Screening.Plan.Find(id) is { } seat ? OnToggle.InvokeAsync(seat) : Task.CompletedTask;
}
