namespace Dibs.Infrastructure.Checking;

/// <summary>What a check tolerates, and for how long. docs/invariants.md gives the reasons.</summary>
internal sealed record CheckOptions
{
    /// <summary>
    /// How long a difference may last before it counts, because bookings go on while the databases are read one after
    /// another. 0 for a system that stands still; default 10 s, twice what recovery may take.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often differences are looked at again meanwhile.</summary>
    public TimeSpan Again { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>From this age on a prepared transaction counts. Default 10 s, as in the alarm.</summary>
    public TimeSpan AlarmAge { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long money may be on its way at the payment company: authorised and not yet captured, voided or refunded.
    /// Default 90 s: the sweeper's 60 s and half as much again.
    /// </summary>
    public TimeSpan MoneyInFlight { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>From this age on an open saga counts. Default 60 s, in which each ends when all parts are up.</summary>
    public TimeSpan SagaAge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A compensation tried so often is an alarm already, and staff know of it: as <c>Saga:AlarmAttempts</c>.</summary>
    public int SagaAlarmAttempts { get; init; } = 10;

    /// <summary>A compensation that takes so long likewise: as <c>Saga:AlarmAge</c>.</summary>
    public TimeSpan SagaAlarmAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How many bookings are looked at again, and so named, at most. What is beyond is counted only.</summary>
    public int NameAtMost { get; init; } = 10_000;
}
