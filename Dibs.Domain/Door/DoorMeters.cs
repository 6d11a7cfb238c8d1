using System.Diagnostics.Metrics;

namespace Dibs.Domain.Door;

internal static class DoorMeters
{
    private static readonly Meter Meter = new("Dibs");

    private static readonly Counter<long> Scans =
        Meter.CreateCounter<long>("dibs.checkins", description: "Tickets scanned at doors, by result.");

    /// <param name="late">The door had no connection then.</param>
    public static void Count(CheckInResult result, bool late) => Scans.Add(
        1,
        new KeyValuePair<string, object?>("result", result switch
        {
            CheckInResult.Ok => "ok",
            CheckInResult.Used => "used",
            CheckInResult.Wrong => "wrong",
            _ => "unknown",
        }),
        new KeyValuePair<string, object?>("late", late ? "yes" : "no"));
}
