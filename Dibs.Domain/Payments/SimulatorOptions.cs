namespace Dibs.Domain.Payments;

/// <summary>Section <c>Payments:Simulator</c> of the configuration: how the simulated payment company behaves.</summary>
public sealed class SimulatorOptions
{
    public const string Section = "Payments:Simulator";

    /// <summary>How long every answer takes, besides the ledger's own time. 0 to 30 s, default 0.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Each answer takes longer by a share of this. 0 to 30 s, default 0.</summary>
    public TimeSpan LatencyJitter { get; set; }

    /// <summary>Share of authorisations that are declined, for experiments. 0 to 1, default 0.</summary>
    public double DeclineRate { get; set; }

    /// <summary>Share of authorisations that get no answer; half of them are made all the same. 0 to 1, default 0.</summary>
    public double UnknownRate { get; set; }

    /// <summary>
    /// How long Dibs waits for the answer to an authorisation. 0.1 to 9 s exclusive, default 7 s: the booking's
    /// transaction in the bookings database is open meanwhile, and that database ends it after 10 s of waiting.
    /// </summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(7);

    /// <summary>
    /// How long the test cards that time out keep the customer waiting. 0 to 30 s, default 2 s, and never more than
    /// <see cref="AnswerTimeout"/>.
    /// </summary>
    public TimeSpan TimeoutCardDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the test card that answers slowly takes. 0 to 30 s, default 5 s.</summary>
    public TimeSpan SlowCardDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        var delays = new (string Key, TimeSpan Value)[]
        {
            (nameof(Latency), Latency),
            (nameof(LatencyJitter), LatencyJitter),
            (nameof(TimeoutCardDelay), TimeoutCardDelay),
            (nameof(SlowCardDelay), SlowCardDelay),
        };
        foreach (var (key, value) in delays)
        {
            if (value < TimeSpan.Zero || value > TimeSpan.FromSeconds(30))
                yield return $"{Section}:{key} must be 0 to 30 s, not {value}.";
        }

        foreach (var (key, value) in new[] { (nameof(DeclineRate), DeclineRate), (nameof(UnknownRate), UnknownRate) })
        {
            if (value is < 0 or > 1 || double.IsNaN(value))
                yield return FormattableString.Invariant($"{Section}:{key} must be 0 to 1, not {value}.");
        }

        if (AnswerTimeout < TimeSpan.FromSeconds(0.1) || AnswerTimeout >= TimeSpan.FromSeconds(9))
            yield return $"{Section}:{nameof(AnswerTimeout)} must be 0.1 s to less than 9 s, not {AnswerTimeout}.";
    }
}
