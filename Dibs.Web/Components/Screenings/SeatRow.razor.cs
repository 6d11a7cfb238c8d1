using Dibs.Domain.Screenings;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>One row of the map, its letter at both ends. Drawn again only when one of its seats changed hands.</summary>
public sealed partial class SeatRow
{
    private SeatMark[] _drawn = [];
    private bool _changed;

    /// <summary>The row's letter.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>Its place in the hall, 1 for the front row.</summary>
    [Parameter, EditorRequired] public int Index { get; set; }

    /// <summary>From left to right.</summary>
    [Parameter, EditorRequired] public IReadOnlyList<Seat> Seats { get; set; } = [];

    /// <summary>Who has which seat.</summary>
    [Parameter, EditorRequired] public HallSeats Hall { get; set; } = null!;

    /// <summary>Lines of cross aisle in front of it.</summary>
    [Parameter] public int Gap { get; set; }

    /// <summary>The seat of the map that the tab key reaches first.</summary>
    [Parameter] public string? TabStop { get; set; }

    /// <summary>The customer wants a seat, or wants it no more.</summary>
    [Parameter] public EventCallback<Seat> OnToggle { get; set; }

    protected override void OnParametersSet()
    {
        SeatMark[] marks = [.. Seats.Select(Hall.MarkOf)];
        _changed = !marks.AsSpan().SequenceEqual(_drawn);
        _drawn = marks;
    }

    protected override bool ShouldRender() => _changed;
}
