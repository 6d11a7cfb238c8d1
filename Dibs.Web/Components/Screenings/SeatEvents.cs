using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Screenings;

/// <summary>A click, touch or key on a seat of the map, as <c>seat-map.js</c> tells it.</summary>
public sealed class SeatEventArgs : EventArgs
{
    /// <summary>The seat's id; null where no seat was met.</summary>
    public string? Seat { get; set; }
}

/// <summary>One handler for a whole map, in place of one for each of hundreds of seats.</summary>
[EventHandler("onseattoggle", typeof(SeatEventArgs))]
public static class EventHandlers;
