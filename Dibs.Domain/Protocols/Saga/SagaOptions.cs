namespace Dibs.Domain.Protocols.Saga;

/// <summary>Section <c>Saga</c> of the configuration.</summary>
public sealed class SagaOptions
{
    public const string Section = "Saga";

    /// <summary>
    /// How long a caller waits for the end before it is told that the booking is still being settled. 0.1 to 60 s,
    /// default 8 s. The saga goes on either way.
    /// </summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long a step may take before the saga turns back. 1 s to 1 h, default 20 s: longer than the payment company's
    /// slowest answer.
    /// </summary>
    public TimeSpan StepTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A command without a reply is sent again after this. 0.2 to 60 s, default 5 s.</summary>
    public TimeSpan ResendAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the payment company did not say what it did it is asked again after this. 0.1 to 30 s, default 1 s.</summary>
    public TimeSpan AskAgainAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A compensation without a reply is sent again after this, then after twice as long, and so on. 0.1 to 10 s, default
    /// 1 s, with jitter of a fifth. There is no last attempt.
    /// </summary>
    public TimeSpan CompensateAgainAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts of a compensation. 1 s to 1 h, default 5 min.</summary>
    public TimeSpan CompensateAtLeastEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Compensations that were tried so often are an alarm. 1 to 100, default 10.</summary>
    public int AlarmAttempts { get; set; } = 10;

    /// <summary>Compensations that take so long are an alarm. 1 s to 1 day, default 15 min.</summary>
    public TimeSpan AlarmAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often overdue sagas are looked for. 0.05 to 30 s, default 1 s, with jitter of a fifth.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Commands of each kind that this instance works on at once. 1 to 256, default 16.</summary>
    public int Concurrency { get; set; } = 16;

    /// <summary>How long ended sagas and what their steps wrote down are kept. 1 to 3650 days, default 90.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(90);

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors() =>
        new[]
        {
            Check(nameof(AnswerWithin), AnswerWithin, TimeSpan.FromSeconds(0.1), TimeSpan.FromMinutes(1)),
            Check(nameof(StepTimeout), StepTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Check(nameof(ResendAfter), ResendAfter, TimeSpan.FromSeconds(0.2), TimeSpan.FromMinutes(1)),
            Check(nameof(AskAgainAfter), AskAgainAfter, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(30)),
            Check(nameof(CompensateAgainAfter), CompensateAgainAfter, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(10)),
            Check(nameof(CompensateAtLeastEvery), CompensateAtLeastEvery, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Check(nameof(AlarmAge), AlarmAge, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            Check(nameof(SweepInterval), SweepInterval, TimeSpan.FromSeconds(0.05), TimeSpan.FromSeconds(30)),
            Check(nameof(Keep), Keep, TimeSpan.FromDays(1), TimeSpan.FromDays(3650)),
            Check(nameof(AlarmAttempts), AlarmAttempts, 1, 100),
            Check(nameof(Concurrency), Concurrency, 1, 256),
        }.OfType<string>();

    private static string? Check<T>(string key, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : FormattableString.Invariant($"{Section}:{key} must be {least} to {most}, not {value}.");
}
