using Dibs.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Participants.Tickets;

internal sealed class TicketReader(IDbContextFactory<TicketsContext> contexts) : ITickets
{
    public async Task<TicketDetails?> FindAsync(string code, CancellationToken cancellationToken)
    {
        if (!TicketCode.IsWellFormed(code)) return null;
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Tickets.AsNoTracking()
            .Where(ticket => ticket.Code == code)
            .Select(ticket => new TicketDetails(
                ticket.Code, ticket.BookingId, ticket.ScreeningId, ticket.Seat, ticket.Type, ticket.Price,
                ticket.State == TicketState.Void))
            .SingleOrDefaultAsync(cancellationToken);
    }
}
