using Dibs.Domain.Bookings;

namespace Dibs.Domain.Protocols.TwoPhaseCommit;

/// <summary>One attempt of a coordinator at one booking.</summary>
/// <param name="Deployment">Which installation of Dibs.</param>
/// <param name="Id">Used once: a second attempt at the same booking has another.</param>
internal sealed record Attempt(Guid Deployment, Guid Id, BookingRequest Booking, BookingTimeline Timeline)
{
    public Gid GidOf(IParticipant participant) => new(Deployment, Id, participant.Branch);
}
