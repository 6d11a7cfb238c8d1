using Dibs.Domain.Bookings;
using Dibs.Domain.Pricing;
using Dibs.Infrastructure.Participants.Seats;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Bookings;

/// <summary>Requests as the bookings' rows have them.</summary>
internal sealed class BookingRequests(IDbContextFactory<BookingsContext> bookings) : IBookingRequests
{
    public async Task<BookingRequest?> FindAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        await using var database = await bookings.CreateDbContextAsync(cancellationToken);
        return await database.Bookings.AsNoTracking()
            .Where(row => row.Id == bookingId)
            .Select(row => new BookingRequest
            {
                BookingId = row.Id,
                Reference = row.Reference,
                RequestHash = row.RequestHash,
                ScreeningId = row.ScreeningId,
                Tickets = Array.Empty<TicketRequest>(),
                Customer = new Customer(row.CustomerName, row.CustomerEmail, row.CustomerKey),
                Amount = new Money(row.Amount, row.Currency),
                PaymentKey = row.PaymentKey,
                CardToken = "",
                Protocol = row.Protocol,
            })
            .SingleOrDefaultAsync(cancellationToken);
    }
}
