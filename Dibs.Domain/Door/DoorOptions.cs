using Dibs.Domain.Screenings;

namespace Dibs.Domain.Door;

/// <summary>Section <c>Door</c> of the configuration.</summary>
public sealed class DoorOptions
{
    public const string Section = "Door";

    private static readonly TimeSpan AtMost = TimeSpan.FromDays(1);

    /// <summary>How long before the screening starts its tickets open the door. 0 to 1 day, default 1 h.</summary>
    public TimeSpan OpensBefore { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long after the start they still do. 0 to 1 day, default 3 h.</summary>
    public TimeSpan ClosesAfter { get; set; } = TimeSpan.FromHours(3);

    /// <summary>The span in which the screening's tickets open its door.</summary>
    public (DateTimeOffset From, DateTimeOffset Until) OpenFor(ScreeningDetails screening) =>
        (screening.StartsAt - OpensBefore, screening.StartsAt + ClosesAfter);

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (OpensBefore < TimeSpan.Zero || OpensBefore > AtMost)
            yield return $"{Section}:{nameof(OpensBefore)} must be 00:00:00 to 1.00:00:00, not {OpensBefore}.";
        if (ClosesAfter < TimeSpan.Zero || ClosesAfter > AtMost)
            yield return $"{Section}:{nameof(ClosesAfter)} must be 00:00:00 to 1.00:00:00, not {ClosesAfter}.";
    }
}
