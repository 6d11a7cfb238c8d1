namespace Dibs.Infrastructure.Checking;

/// <summary>Seats of one booking as the snapshots give them: one text with commas between.</summary>
internal static class SeatList
{
    public static string[] Split(string seats) => seats.Length == 0 ? [] : seats.Split(',');

    /// <summary>Seats of the one that the other does not have; as often as they are too many.</summary>
    public static IReadOnlyList<string> Less(string seats, string others)
    {
        // The lists are sorted alike, so nearly always this is all.
        if (seats == others) return [];
        var left = Split(seats).ToList();
        foreach (var other in Split(others)) left.Remove(other);
        return left;
    }
}
