using System.Diagnostics.Metrics;

namespace Dibs.Infrastructure.Mail;

internal static class MailMeters
{
    private static readonly Meter Meter = new("Dibs");

    public static Counter<long> Sent { get; } =
        Meter.CreateCounter<long>("dibs.mails.sent", description: "Mails with tickets that were handed over.");

    public static Counter<long> Failed { get; } =
        Meter.CreateCounter<long>("dibs.mails.failed", description: "Tries to send a mail that were in vain.");

    /// <summary>All instances look at the same table, so they say the same.</summary>
    public static Gauge<long> Waiting { get; } =
        Meter.CreateGauge<long>("dibs.mails.waiting", description: "Mails that are still to be sent.");
}
