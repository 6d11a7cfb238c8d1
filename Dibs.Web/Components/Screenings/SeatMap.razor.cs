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
    private readonly List<Row> _rows = [];
    private string? _tabStop;

    /// <summary>The hall and who has which seat.</summary>
    [Parameter, EditorRequired] public HallSeats Hall { get; set; } = null!;

    /// <summary>The customer wants a seat, or wants it no more.</summary>
    [Parameter] public EventCallback<Seat> OnToggle { get; set; }

    [Inject] private IJSRuntime Browser { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await Browser.InvokeVoidAsync("dibsSeats.centre");
    }

    protected override void OnInitialized()
    {
        var seats = Hall.Screening.Plan.Seats;
        if (seats.Count == 0) return;
        var line = -1;
        foreach (var row in seats.GroupBy(seat => seat.Y).OrderBy(row => row.Key))
        {
            _rows.Add(new Row(row.First().Row, _rows.Count + 1, row.Key - line - 1, [.. row.OrderBy(seat => seat.X)]));
            line = row.Key;
        }

        // Mine first, so that whoever comes back is where they were. It stays what it was: the browser moves it on.
        _tabStop = (Hall.Mine is [var mine, ..] ? mine : seats.FirstOrDefault(seat => Hall.MarkOf(seat) == SeatMark.Free) ?? seats[0]).Id;
    }

    private sealed record Row(string Name, int Index, int Gap, IReadOnlyList<Seat> Seats);
}
