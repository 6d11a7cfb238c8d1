namespace Dibs.Infrastructure.Tickets;

/// <summary>Section <c>Tickets</c> of the configuration.</summary>
public sealed class TicketKeyOptions
{
    public const string Section = "Tickets";

    /// <summary>After this another key signs. Those before it stay known. 1 hour to 10 years, default 90 days.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (KeyLifetime < TimeSpan.FromHours(1) || KeyLifetime > TimeSpan.FromDays(3650))
            yield return $"{Section}:{nameof(KeyLifetime)} must be 01:00:00 to 3650.00:00:00, not {KeyLifetime}.";
    }
}
