using Dibs.Domain.Pricing;

namespace Dibs.Domain.Tickets;

/// <summary>Tickets as the tickets database has them.</summary>
public interface ITickets
{
    /// <summary>The ticket of that code, void ones too; null where there is none.</summary>
    Task<TicketDetails?> FindAsync(string code, CancellationToken cancellationToken);
}

/// <param name="IsVoid">It was issued, and does not count any more.</param>
public sealed record TicketDetails(
    string Code, Guid BookingId, int ScreeningId, string Seat, TicketType Type, decimal Price, bool IsVoid);
