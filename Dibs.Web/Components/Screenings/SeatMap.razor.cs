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
    private bool _drawnPlaces;
    private bool _isToDraw;
    private SeatMark[] _drawn = [];
    private SeatRow?[] _rows = [];

    /// <summary>The hall and who has which seat.</summary>
    [Parameter, EditorRequired] public HallSeats Hall { get; set; } = null!;

    /// <summary>Whether the places for wheelchairs and their companions stand out.</summary>
    [Parameter] public bool MarkPlaces { get; set; }

    /// <summary>What it is and which keys do something; null where seats are to be chosen.</summary>
    [Parameter] public string? Label { get; set; }

    /// <summary>The customer wants a seat, or wants it no more.</summary>
    [Parameter] public EventCallback<Seat> OnToggle { get; set; }

    /// <summary>
    /// Draws the rows in which a seat changed hands, and nothing else: while a hall sells fast this is what an instance does most, and
    /// neither the page around the map nor its other rows should take part in it.
    /// </summary>
    public void Refresh()
    {
        for (var row = 0; row < _rows.Length; row++)
        {
            if (Compare(Hall.Drawing.Rows[row].Seats)) _rows[row]?.Refresh();
        }
    }

    // Mine first, so that whoever comes back is where they were. It stays what it was: the browser moves it on.
    protected override void OnInitialized() => _tabStop = Math.Max(
        Find(SeatMark.Mine) is >= 0 and var mine ? mine : Find(SeatMark.Free), 0);

    protected override void OnParametersSet()
    {
        _isToDraw |= _drawnHall != Hall || _drawnPlaces != MarkPlaces;
        _drawnPlaces = MarkPlaces;
        if (_drawnHall != Hall)
        {
            _drawnHall = Hall;
            _drawn = [.. Enumerable.Range(0, Hall.Screening.Plan.Seats.Count).Select(Hall.MarkAt)];
            _rows = new SeatRow?[Hall.Drawing.Rows.Count];
        }

        Refresh();
    }

    // The rows are drawn by themselves.
    protected override bool ShouldRender()
    {
        var draw = _isToDraw;
        _isToDraw = false;
        return draw;
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
