using Dibs.Domain.Screenings;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>
/// The hall as a grid of seats: one tab stop, arrow keys, zoom. Moving and zooming are the browser's own business
/// (<c>seat-map.js</c>, <c>hall-overview.js</c>), so that they never wait for the server.
/// </summary>
public sealed partial class SeatMap
{
    private int _tabStop;
    private HallSeats? _drawnHall;
    private SeatMark[] _drawn = [];

    /// <summary>
    /// Of each row how often one of its seats changed hands. Numbers, because Blazor passes over a component whose parameters are plain
    /// values and what they were: rows that look for themselves were a tenth of an instance's work.
    /// </summary>
    private int[] _changes = [];

    /// <summary>The hall and who has which seat.</summary>
    [Parameter, EditorRequired] public HallSeats Hall { get; set; } = null!;

    /// <summary>Whether the places for wheelchairs and their companions stand out.</summary>
    [Parameter] public bool MarkPlaces { get; set; }

    /// <summary>What it is and which keys do something; null where seats are to be chosen.</summary>
    [Parameter] public string? Label { get; set; }

    /// <summary>The customer wants a seat, or wants it no more.</summary>
    [Parameter] public EventCallback<Seat> OnToggle { get; set; }

    // Mine first, so that whoever comes back is where they were. It stays what it was: the browser moves it on.
    protected override void OnInitialized() => _tabStop = Math.Max(
        Find(SeatMark.Mine) is >= 0 and var mine ? mine : Find(SeatMark.Free), 0);

    protected override void OnParametersSet()
    {
        if (_drawnHall != Hall)
        {
            _drawnHall = Hall;
            _drawn = new SeatMark[Hall.Screening.Plan.Seats.Count];
            _changes = new int[Hall.Drawing.Rows.Count];
        }

        for (var row = 0; row < _changes.Length; row++)
        {
            if (Compare(Hall.Drawing.Rows[row].Seats)) _changes[row]++;
        }
    }

    private bool Compare(int[] seats)
    {
        var changed = false;
        foreach (var seat in seats)
        {
            var mark = Hall.MarkAt(seat);
            changed |= mark != _drawn[seat];
            _drawn[seat] = mark;
        }

        return changed;
    }

    private int Find(SeatMark mark) =>
        Enumerable.Range(0, Hall.Screening.Plan.Seats.Count).FirstOrDefault(index => Hall.MarkAt(index) == mark, -1);

    private Task ToggleAsync(SeatEventArgs click) =>
        click.Seat is { } id && Hall.Screening.Plan.Find(id) is { } seat ? OnToggle.InvokeAsync(seat) : Task.CompletedTask;
}
