namespace Dibs.Domain.Payments;

/// <summary>Section <c>Payments</c> of the configuration: what Dibs does about payments besides a booking itself.</summary>
public sealed class PaymentOptions
{
    public const string Section = "Payments";

    /// <summary>
    /// Captures under way at once on this instance, as many again by its sweeper. 1 to 64, default 16: enough for 80 bookings/s
    /// at an answer time of 200 ms.
    /// </summary>
    public int CaptureWorkers { get; set; } = 16;

    /// <summary>How often the sweeper looks at open authorisations. 0.05 s to 5 min, default 5 s, with jitter of a fifth.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Younger authorisations are left to the capture queue. 0 s to 5 min, default 5 s. Not needed for safety.</summary>
    public TimeSpan SweepCaptureAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// From this age on an authorisation that no booking owns is voided. 20 s to 1 h, default 60 s. It saves the sweeper
    /// from asking about bookings that are still being made; that those are left alone does not depend on it.
    /// </summary>
    public TimeSpan SweepAge { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often pending bookings are looked for. 0.05 to 30 s, default 1 s, with jitter of a fifth.</summary>
    public TimeSpan SettleInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// When a pending booking is looked at again if it could not be ended. 0.05 to 20 s, default 8 s. Not much less than a
    /// booking takes: a second look while the first is at work does no harm, but work.
    /// </summary>
    public TimeSpan SettleAgain { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// From this age on a pending booking of which the payment company knows nothing is rejected. 0 to 30 s, default 15 s:
    /// with <see cref="SettleAgain"/> and the wait for the company's answer it ends well within 60 s.
    /// </summary>
    public TimeSpan SettleGiveUpAge { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        var blink = TimeSpan.FromSeconds(0.05);
        if (CaptureWorkers is < 1 or > 64)
            yield return $"{Section}:{nameof(CaptureWorkers)} must be 1 to 64, not {CaptureWorkers}.";
        if (SweepInterval < blink || SweepInterval > TimeSpan.FromMinutes(5))
            yield return $"{Section}:{nameof(SweepInterval)} must be 0.05 s to 5 min, not {SweepInterval}.";
        if (SweepCaptureAge < TimeSpan.Zero || SweepCaptureAge > TimeSpan.FromMinutes(5))
            yield return $"{Section}:{nameof(SweepCaptureAge)} must be 0 s to 5 min, not {SweepCaptureAge}.";
        if (SweepAge < TimeSpan.FromSeconds(20) || SweepAge > TimeSpan.FromHours(1))
            yield return $"{Section}:{nameof(SweepAge)} must be 20 s to 1 h, not {SweepAge}.";
        if (SettleInterval < blink || SettleInterval > TimeSpan.FromSeconds(30))
            yield return $"{Section}:{nameof(SettleInterval)} must be 0.05 to 30 s, not {SettleInterval}.";
        if (SettleAgain < blink || SettleAgain > TimeSpan.FromSeconds(20))
            yield return $"{Section}:{nameof(SettleAgain)} must be 0.05 to 20 s, not {SettleAgain}.";
        if (SettleGiveUpAge < TimeSpan.Zero || SettleGiveUpAge > TimeSpan.FromSeconds(30))
            yield return $"{Section}:{nameof(SettleGiveUpAge)} must be 0 to 30 s, not {SettleGiveUpAge}.";
    }
}
