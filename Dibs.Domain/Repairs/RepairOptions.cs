namespace Dibs.Domain.Repairs;

/// <summary>Section <c>Repairs</c> of the configuration: from which age on something counts as stuck.</summary>
public sealed class RepairOptions
{
    public const string Section = "Repairs";

    /// <summary>A prepared transaction. 1 s to 1 h, default 30 s: recovery ends it within 5 s while all is up.</summary>
    public TimeSpan PreparedAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>An open saga. 1 s to 1 h, default 60 s.</summary>
    public TimeSpan SagaAge { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Money that is on its way, and bookings that wait for it. 1 s to 1 h, default 90 s: both end within 60 s while all is up.
    /// </summary>
    public TimeSpan MoneyAge { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        foreach (var (name, age) in new[] { (nameof(PreparedAge), PreparedAge), (nameof(SagaAge), SagaAge), (nameof(MoneyAge), MoneyAge) })
        {
            if (age < TimeSpan.FromSeconds(1) || age > TimeSpan.FromHours(1))
                yield return $"{Section}:{name} must be 1 s to 1 h, not {age}.";
        }
    }
}
