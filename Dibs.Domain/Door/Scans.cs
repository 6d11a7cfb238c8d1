namespace Dibs.Domain.Door;

/// <summary>What a scan may look like.</summary>
public static class Scans
{
    /// <summary>Characters of a door's name.</summary>
    public const int MaxDoor = 40;

    /// <summary>Characters of what was scanned: more than any ticket has, so that other codes are answered too.</summary>
    public const int MaxText = 1000;
}
