using Dibs.Domain.Screenings;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>One seat of the map: its state by shape first, then colour, and in words for those who do not see it.</summary>
public sealed partial class SeatButton
{
    private (SeatMark Mark, string? Price)? _drawn;
    private bool _changed;

    /// <summary>The seat that it stands for; never another one.</summary>
    [Parameter, EditorRequired] public Seat Seat { get; set; } = null!;

    /// <summary>How it looks now.</summary>
    [Parameter, EditorRequired] public SeatMark Mark { get; set; }

    /// <summary>For an adult; null where it is not sold.</summary>
    [Parameter] public string? Price { get; set; }

    /// <summary>Where it stands in its row, from 1, where that does not follow from the seat before.</summary>
    [Parameter] public int? Column { get; set; }

    /// <summary>True for the one seat of the map that the tab key reaches first; the browser moves it on.</summary>
    [Parameter] public bool IsTabStop { get; set; }

    /// <summary>The customer wants the seat, or wants it no more.</summary>
    [Parameter] public EventCallback<Seat> OnToggle { get; set; }

    private string Class => "seat " + (Mark, Seat.Kind, Seat.Category) switch
    {
        (SeatMark.Free, SeatKind.Wheelchair, _) => "free wheelchair",
        (SeatMark.Free, SeatKind.Companion, _) => "free companion",
        (SeatMark.Free, _, SeatCategory.Premium) => "free premium",
        (SeatMark.Free, _, SeatCategory.Love) => "free love",
        (SeatMark.Free, _, _) => "free",
        (SeatMark.Wanted, _, _) => "wanted",
        (SeatMark.Mine, _, _) => "mine",
        (SeatMark.Held, _, _) => "held",
        (SeatMark.Sold, _, _) => "sold",
        _ => "blocked",
    };

    private string? Letter => (Mark, Seat.Kind, Seat.Category) switch
    {
        (SeatMark.Free, SeatKind.Ordinary, SeatCategory.Premium) => "P",
        (SeatMark.Free, SeatKind.Ordinary, SeatCategory.Love) => "L",
        _ => null,
    };

    // Hundreds of these stand on a page: one is drawn again only when it changed hands.
    protected override void OnParametersSet()
    {
        _changed = _drawn != (Mark, Price);
        _drawn = (Mark, Price);
    }

    protected override bool ShouldRender() => _changed;

    private Task ToggleAsync() => OnToggle.InvokeAsync(Seat);
}
