using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>One row of the map, its letter at both ends. Drawn again only when one of its seats changed hands.</summary>
public sealed partial class SeatRow
{
    private SeatMark[] _drawn = [];
    private bool _changed;

    /// <summary>Its letter and its seats.</summary>
    [Parameter, EditorRequired] public RowDrawing Row { get; set; } = null!;

    /// <summary>Who has which seat.</summary>
    [Parameter, EditorRequired] public HallSeats Hall { get; set; } = null!;

    /// <summary>The index of the seat that the tab key reaches first.</summary>
    [Parameter, EditorRequired] public int TabStop { get; set; }

    protected override void OnInitialized() => _drawn = new SeatMark[Row.Seats.Length];

    protected override void OnParametersSet()
    {
        _changed = false;
        for (var i = 0; i < _drawn.Length; i++)
        {
            var mark = Hall.MarkAt(Row.Seats[i]);
            _changed |= mark != _drawn[i];
            _drawn[i] = mark;
        }
    }

    protected override bool ShouldRender() => _changed;
}
