using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Participants.Tickets;

/// <summary>Step 3: one ticket per seat.</summary>
internal sealed class IssueTickets(IOptions<TicketOptions> options) : IBookingStep<TicketsContext>
{
    public Step Step => Step.IssueTickets;

    public async Task<StepResult> ApplyInTransactionAsync(
        TicketsContext database, BookingRequest booking, CancellationToken cancellationToken)
    {
        if (options.Value.FailureRate > 0 && Random.Shared.NextDouble() < options.Value.FailureRate)
            return new StepResult.Refused(RejectionReason.TicketsRefused);

        database.Tickets.AddRange(booking.Tickets.Select(ticket => new Ticket
        {
            Code = ticket.Code,
            BookingId = booking.BookingId,
            ScreeningId = booking.ScreeningId,
            Seat = ticket.Seat,
            Type = ticket.Type,
            Price = ticket.Price,
            State = TicketState.Issued,
        }));
        await database.SaveChangesAsync(cancellationToken);
        return StepResult.Done.Instance;
    }
}

/// <summary>Section <c>Tickets</c> of the configuration.</summary>
public sealed class TicketOptions
{
    public const string Section = "Tickets";

    /// <summary>Share of bookings whose tickets are refused, for experiments. 0 to 1, default 0.</summary>
    public double FailureRate { get; set; }

    /// <summary>What is wrong, each line naming its key; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (FailureRate is < 0 or > 1 || double.IsNaN(FailureRate))
            yield return FormattableString.Invariant($"{Section}:{nameof(FailureRate)} must be 0 to 1, not {FailureRate}.");
    }
}
