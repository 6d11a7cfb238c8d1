namespace Dibs.Domain.Bookings;

/// <summary>Section <c>Bookings</c> of the configuration.</summary>
public sealed class BookingOptions
{
    public const string Section = "Bookings";

    /// <summary>The protocol of bookings and screenings that name none: <c>2pc</c> (default), <c>2pc-textbook</c> or <c>saga</c>.</summary>
    public string DefaultProtocol { get; set; } = "2pc";

    /// <summary>
    /// Bookings that run at once on this instance. 1 to 400, default 32: each uses one connection of every pool, and what
    /// is left of the pools is for pages.
    /// </summary>
    public int MaxConcurrent { get; set; } = 32;

    /// <summary>How long a booking waits for its turn before it is refused as busy. 0 to 30 s, default 2 s.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Until how long before the screening starts its customer may cancel a booking, or swap its seats. 0 to 7 days, default 30 min. Nothing else
    /// ends then.
    /// </summary>
    public TimeSpan CancelUntil { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    /// <param name="protocols">The names that exist.</param>
    public IEnumerable<string> Errors(IReadOnlyCollection<string> protocols)
    {
        if (!protocols.Contains(DefaultProtocol))
            yield return $"{Section}:{nameof(DefaultProtocol)} must be one of {string.Join(", ", protocols)}, not '{DefaultProtocol}'.";
        if (MaxConcurrent is < 1 or > 400)
            yield return $"{Section}:{nameof(MaxConcurrent)} must be 1 to 400, not {MaxConcurrent}.";
        if (QueueTimeout < TimeSpan.Zero || QueueTimeout > TimeSpan.FromSeconds(30))
            yield return $"{Section}:{nameof(QueueTimeout)} must be 0 to 30 s, not {QueueTimeout}.";
        if (CancelUntil < TimeSpan.Zero || CancelUntil > TimeSpan.FromDays(7))
            yield return $"{Section}:{nameof(CancelUntil)} must be 0 to 7 days, not {CancelUntil}.";
    }
}
