using Dibs.Domain.Bookings;
using Dibs.Domain.Languages;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;

namespace Dibs.Domain.Tickets;

/// <summary>All that is printed on one ticket.</summary>
/// <param name="Content">What its QR code carries.</param>
/// <param name="Reference">Its booking's.</param>
public sealed record TicketPaper(
    string Code, string Content, string Reference, string Seat, TicketType Type, Money Price, ScreeningDetails Screening)
{
    /// <summary>Its booking's, so that it is what its customer reads, whoever prints it.</summary>
    public Language Language { get; init; } = Language.English;

    /// <summary>The letters of the seat.</summary>
    public string Row => new([.. Seat.TakeWhile(char.IsAsciiLetter)]);

    /// <summary>The rest of it.</summary>
    public string Number => Seat[Row.Length..];
}

/// <summary>Puts together what is printed on tickets that count: issued, and of a confirmed booking.</summary>
public sealed class TicketPapers(ITickets tickets, IBookingRegister register, IProgramme programme, ITicketSigner signer)
{
    /// <summary>The ticket of that code; null where there is none that counts.</summary>
    public async Task<TicketPaper?> FindAsync(string code, CancellationToken cancellationToken)
    {
        if (await tickets.FindAsync(code, cancellationToken) is not { IsVoid: false } ticket) return null;
        if (await register.FindAsync(ticket.BookingId, cancellationToken) is not var (booking, _)) return null;
        var papers = await OfAsync(booking, cancellationToken);
        return papers.SingleOrDefault(paper => paper.Code == ticket.Code);
    }

    /// <summary>One for each ticket, by seat. None where the booking is not confirmed, or has no tickets yet.</summary>
    public async Task<IReadOnlyList<TicketPaper>> OfAsync(BookingDetails booking, CancellationToken cancellationToken)
    {
        if (booking.Status != BookingStatus.Confirmed || booking.Tickets.Count == 0) return [];
        if (await programme.FindAsync(booking.ScreeningId, cancellationToken) is not { } screening) return [];
        return
        [
            .. booking.Tickets.Select(ticket => new TicketPaper(
                ticket.Code, signer.Sign(ticket.Code), booking.Reference, ticket.Seat, ticket.Type,
                new Money(ticket.Price, booking.Amount.Currency), screening)
            {
                Language = booking.Language,
            }),
        ];
    }
}
