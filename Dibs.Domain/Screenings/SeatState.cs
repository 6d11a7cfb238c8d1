namespace Dibs.Domain.Screenings;

/// <summary>Who has a seat of a screening, as told to everybody.</summary>
public enum SeatState
{
    Free,
    Held,
    Booked,
    Blocked,
}

/// <summary>A seat that changed hands.</summary>
/// <param name="Version">Grows by one with each change of this seat; an event with an older version is dropped.</param>
public sealed record SeatChange(int ScreeningId, string Seat, SeatState State, long Version);
