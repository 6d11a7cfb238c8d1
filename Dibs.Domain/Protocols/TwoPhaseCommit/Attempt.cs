using Dibs.Domain.Bookings;

namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>One attempt of a coordinator at one booking.</summary>
/// <param name="Deployment">Which installation of Dibs.</param>
/// <param name="Id">Used once: a second attempt at the same booking has another.</param>
internal sealed record Attempt(Guid Deployment, Guid Id, BookingRequest Booking, BookingTimeline Timeline)
{
    /// <summary>Adds a line to the timeline. Those of a change say so: <c>cancel: prepared</c>.</summary>
    public void Note(string step, string what, long started) =>
        Timeline.Add(step, Booking.Change is { Kind: var kind } ? $"{kind.ToString().ToLowerInvariant()}: {what}" : what, started);

    /// <summary>The name of a crash point for what this attempt is about.</summary>
    public string At(string point) => CrashPoint.Of(Booking.Change?.Kind, point);

    public Gid GidOf(IParticipant participant) => new(Deployment, Id, participant.Branch);
}
