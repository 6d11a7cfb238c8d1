using System.Text.Json;
using Dibs.Domain.Bookings;
using Dibs.Domain.Languages;
using Dibs.Domain.Pricing;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Dibs.Infrastructure.Bookings;

/// <summary>Bookings as the bookings database has them, with the tickets of the tickets database.</summary>
internal sealed partial class BookingRegister(
    IDbContextFactory<BookingsContext> bookings,
    IDbContextFactory<TicketsContext> tickets,
    BookingEnds ends,
    ILogger<BookingRegister> logger) : IBookingRegister
{
    /// <summary>Longer is not waited for tickets: the page says that they follow, and asks again.</summary>
    private static readonly TimeSpan TicketsTimeout = TimeSpan.FromSeconds(2);

    public async Task<(BookingDetails Booking, string RequestHash)?> FindAsync(
        Guid bookingId, CancellationToken cancellationToken)
    {
        await using var database = await bookings.CreateDbContextAsync(cancellationToken);
        var found = await ReadAsync(database, database.Bookings.Where(row => row.Id == bookingId), cancellationToken);
        return found is [var row] ? ((await WithTicketsAsync(found, cancellationToken))[0], row.Booking.RequestHash) : null;
    }

    public async Task<BookingDetails?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        await using var database = await bookings.CreateDbContextAsync(cancellationToken);
        var found = await ReadAsync(
            database, database.Bookings.Where(row => row.Reference == reference), cancellationToken);
        return (await WithTicketsAsync(found, cancellationToken)).SingleOrDefault();
    }

    public async Task<IReadOnlyList<BookingDetails>> ListAsync(
        Guid customerKey, int atMost, CancellationToken cancellationToken)
    {
        await using var database = await bookings.CreateDbContextAsync(cancellationToken);
        var rows = await database.Bookings.AsNoTracking()
            .Where(row => row.CustomerKey == customerKey)
            .OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id)
            .Take(atMost).ToListAsync(cancellationToken);
        return await WithTicketsAsync([.. rows.Select(row => new Found(row, []))], cancellationToken);
    }

    public Task<bool> SaveRejectedAsync(
        BookingRequest booking, BookingOutcome.Rejected outcome, CancellationToken cancellationToken) =>
        ends.SaveRejectedAsync(booking, outcome, cancellationToken);

    public Task<bool> SavePendingAsync(BookingRequest booking, CancellationToken cancellationToken) =>
        ends.SavePendingAsync(booking, cancellationToken);

    public Task<bool> RejectPendingAsync(
        Guid bookingId, BookingOutcome.Rejected outcome, CancellationToken cancellationToken) =>
        ends.RejectPendingAsync(bookingId, outcome, cancellationToken);

    public async Task<IReadOnlyList<PendingBooking>> TakeDueAsync(
        TimeSpan again, int atMost, CancellationToken cancellationToken)
    {
        var due = new List<PendingBooking>();
        foreach (var (id, request, age) in await ends.TakeDueAsync(again, atMost, cancellationToken))
        {
            try
            {
                due.Add(new PendingBooking(BookingRequestJson.Read(request), age));
            }
            catch (JsonException exception)
            {
                // The others are not to wait for one that cannot be read, which is a bug and stays visible as pending.
                Unreadable(logger, exception, id);
            }
        }

        return due;
    }

    /// <summary>Booking and timeline in one round trip.</summary>
    private static async Task<List<Found>> ReadAsync(
        BookingsContext database, IQueryable<Booking> chosen, CancellationToken cancellationToken)
    {
        var rows = await chosen.AsNoTracking()
            .Select(row => new
            {
                Booking = row,
                Events = database.BookingEvents.Where(line => line.BookingId == row.Id)
                    .OrderBy(line => line.At).ThenBy(line => line.Id)
                    .Select(line => new { line.At, line.Step, line.What, line.Milliseconds }).ToList(),
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new Found(row.Booking,
            [
                .. row.Events.Select(line =>
                    new TimelineEntry(line.At, line.Step, line.What, TimeSpan.FromMilliseconds(line.Milliseconds))),
            ])),
        ];
    }

    private async Task<List<BookingDetails>> WithTicketsAsync(
        IReadOnlyList<Found> found, CancellationToken cancellationToken)
    {
        var confirmed = found.Select(row => row.Booking)
            .Where(booking => booking.Status == BookingStatus.Confirmed).Select(booking => booking.Id).ToArray();
        var issued = confirmed.Length == 0
            ? Enumerable.Empty<(Guid, IssuedTicket)>().ToLookup(one => one.Item1, one => one.Item2)
            : await TicketsOfAsync(confirmed, cancellationToken);
        return [.. found.Select(row => DetailsOf(row, [.. issued[row.Booking.Id]]))];
    }

    /// <summary>
    /// The tickets of these bookings in one query. A confirmed booking can be without them for a moment anyhow, between the
    /// decision and the tickets database's commit; so while that database is away the customer is told "confirmed", which
    /// is true, rather than nothing.
    /// </summary>
    private async Task<ILookup<Guid, IssuedTicket>> TicketsOfAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TicketsTimeout);
        try
        {
            await using var database = await tickets.CreateDbContextAsync(timeout.Token);
            var rows = await database.Tickets.AsNoTracking()
                .Where(ticket => ids.Contains(ticket.BookingId) && ticket.State == TicketState.Issued)
                .OrderBy(ticket => ticket.Seat)
                .Select(ticket => new { ticket.BookingId, ticket.Code, ticket.Seat, ticket.Type, ticket.Price })
                .ToListAsync(timeout.Token);
            return rows.ToLookup(
                row => row.BookingId, row => new IssuedTicket(row.Code, row.Seat, row.Type, row.Price));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is System.Data.Common.DbException or InvalidOperationException or OperationCanceledException)
        {
            TicketsUnreachable(logger, exception, ids[0]);
            return Enumerable.Empty<IssuedTicket>().ToLookup(_ => Guid.Empty);
        }
    }

    private static BookingDetails DetailsOf(Found found, IReadOnlyList<IssuedTicket> issued)
    {
        var row = found.Booking;
        return new BookingDetails(
            row.Id, row.Reference, row.Status, row.Protocol, row.ScreeningId, row.Seats,
            row.CustomerName, row.CustomerEmail, row.CustomerKey, new Money(row.Amount, row.Currency),
            row.Reason, row.LostSeats ?? [], issued, found.Timeline, row.CreatedAt)
        {
            Language = Language.Of(row.Language),
            NewSeats = row is { Status: BookingStatus.Confirmed, Request: { } swap }
                ? [.. BookingRequestJson.Read(swap).Tickets.Select(ticket => ticket.Seat)]
                : null,
            Discount = row.Voucher is null ? null : new Discount(row.Voucher, row.Discount!.Value),
        };
    }

    private sealed record Found(Booking Booking, IReadOnlyList<TimelineEntry> Timeline);

    [LoggerMessage(LogLevel.Error, "Booking {BookingId} is pending and its request cannot be read")]
    private static partial void Unreadable(ILogger logger, Exception exception, Guid bookingId);

    [LoggerMessage(LogLevel.Warning, "Booking {BookingId} is shown without its tickets: their database cannot be asked")]
    private static partial void TicketsUnreachable(ILogger logger, Exception exception, Guid bookingId);
}
