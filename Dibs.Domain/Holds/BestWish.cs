using Dibs.Domain.Screenings;

namespace Dibs.Domain.Holds;

/// <summary>Seats side by side that somebody else is to choose.</summary>
/// <param name="Count">1 or more.</param>
/// <param name="Wheelchair">Whether a place for a wheelchair must be among them; without that there is none, nor a companion's seat.</param>
/// <param name="Category">All of them of this category; null for any.</param>
public sealed record BestWish(int Count, bool Wheelchair = false, SeatCategory? Category = null);
