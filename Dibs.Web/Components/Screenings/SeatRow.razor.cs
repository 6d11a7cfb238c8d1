using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>One row of the map, its letter at both ends. Drawn again only when one of its seats changed hands.</summary>
public sealed partial class SeatRow
{
    /// <summary>Which row of the drawing.</summary>
    [Parameter, EditorRequired] public int Index { get; set; }

    /// <summary>Another number: one of its seats changed hands.</summary>
    [Parameter, EditorRequired] public int Changes { get; set; }

    /// <summary>The index of the seat that the tab key reaches first.</summary>
    [Parameter, EditorRequired] public int TabStop { get; set; }

    /// <summary>Who has which seat.</summary>
    [CascadingParameter] public HallSeats Hall { get; set; } = null!;

    /// <summary>Its letter and its seats.</summary>
    public RowDrawing Row => Hall.Drawing.Rows[Index];
}
