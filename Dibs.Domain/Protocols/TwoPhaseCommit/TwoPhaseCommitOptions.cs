namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>Section <c>TwoPhaseCommit</c> of the configuration.</summary>
public sealed class TwoPhaseCommitOptions
{
    public const string Section = "TwoPhaseCommit";

    /// <summary>
    /// How long a participant may take to apply its step and prepare. 0.1 to 8 s, default 3 s: a little longer than it may
    /// wait for a lock, and as long as the others' branches stay in doubt for the sake of one whose database hangs. Less
    /// than the 10 s after which the bookings database ends a transaction that waits.
    /// </summary>
    public TimeSpan PrepareTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a coordinator that lost its connection asks what was decided. 0 to 30 s, default 8 s.</summary>
    public TimeSpan ResolveFor { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>How often recovery looks for branches left prepared. 0.1 to 60 s, default 1 s, with jitter of a fifth.</summary>
    public TimeSpan RecoveryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Younger branches are left to their coordinator. 0.5 to 60 s, default 2 s. Not needed for safety.</summary>
    public TimeSpan RecoveryMinimumAge { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>From this age on a prepared branch is an alarm. 1 s to 1 h, default 10 s.</summary>
    public TimeSpan AlarmAge { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long decisions are kept. 1 to 3650 days, default 30.</summary>
    public TimeSpan KeepDecisions { get; set; } = TimeSpan.FromDays(30);

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (PrepareTimeout < TimeSpan.FromSeconds(0.1) || PrepareTimeout > TimeSpan.FromSeconds(8))
            yield return $"{Section}:{nameof(PrepareTimeout)} must be 0.1 to 8 s, not {PrepareTimeout}.";
        if (ResolveFor < TimeSpan.Zero || ResolveFor > TimeSpan.FromSeconds(30))
            yield return $"{Section}:{nameof(ResolveFor)} must be 0 to 30 s, not {ResolveFor}.";
        if (RecoveryInterval < TimeSpan.FromSeconds(0.1) || RecoveryInterval > TimeSpan.FromMinutes(1))
            yield return $"{Section}:{nameof(RecoveryInterval)} must be 0.1 to 60 s, not {RecoveryInterval}.";
        if (RecoveryMinimumAge < TimeSpan.FromSeconds(0.5) || RecoveryMinimumAge > TimeSpan.FromMinutes(1))
            yield return $"{Section}:{nameof(RecoveryMinimumAge)} must be 0.5 to 60 s, not {RecoveryMinimumAge}.";
        if (AlarmAge < TimeSpan.FromSeconds(1) || AlarmAge > TimeSpan.FromHours(1))
            yield return $"{Section}:{nameof(AlarmAge)} must be 1 s to 1 h, not {AlarmAge}.";
        if (KeepDecisions < TimeSpan.FromDays(1) || KeepDecisions > TimeSpan.FromDays(3650))
            yield return $"{Section}:{nameof(KeepDecisions)} must be 1 to 3650 days, not {KeepDecisions}.";
    }
}
