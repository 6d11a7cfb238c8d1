using System.Runtime.CompilerServices;
using Dibs.Domain.Screenings;
using Dibs.Domain.Thesis;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Thesis;

/// <summary>The thesis' view of the three databases. They are read one after the other, so a run should have ended before.</summary>
internal sealed class StoredThesisCinema(
    IDbContextFactory<BookingsContext> bookings,
    IDbContextFactory<PaymentsContext> payments,
    IDbContextFactory<TicketsContext> tickets) : IThesisCinema
{
    private const int Piece = 1000;

    public async Task<IReadOnlyList<ThesisScreening>> ListAsync(int atMost, CancellationToken cancellationToken)
    {
        await using var database = await bookings.CreateDbContextAsync(cancellationToken);
        var selling =
            from screening in database.Screenings
            where !screening.SalesStopped && screening.StartsAt > BookingsContext.Clock()
            join plan in database.SeatPlans on screening.SeatPlanId equals plan.Id
            where plan.SeatCount > database.Claims.Count(claim =>
                claim.ScreeningId == screening.Id && claim.State != SeatState.Free
                && !(claim.State == SeatState.Held && claim.ExpiresAt <= BookingsContext.Clock()))
            join film in database.Films on screening.FilmId equals film.Id
            orderby screening.Id descending
            select new ThesisScreening(screening.Id, film.Title);
        return await selling.Take(atMost).AsNoTracking().ToListAsync(cancellationToken);
    }

    public async Task<ThesisSeats?> SeatsAsync(int screeningId, CancellationToken cancellationToken)
    {
        await using var database = await bookings.CreateDbContextAsync(cancellationToken);
        var hall = await database.Screenings.Where(screening => screening.Id == screeningId)
            .Select(screening => (int?)screening.HallId).SingleOrDefaultAsync(cancellationToken);
        if (hall is null) return null;

        // One statement, so that no seat is both free and reserved.
        var seats = await (
            from claim in database.Claims
            where claim.ScreeningId == screeningId && claim.State != SeatState.Free
                && !(claim.State == SeatState.Held && claim.ExpiresAt <= BookingsContext.Clock())
            from booking in database.Bookings
                .Where(booking => booking.Id == claim.BookingId && claim.State == SeatState.Booked).DefaultIfEmpty()
            orderby claim.Seat
            select new
            {
                claim.Seat,
                Booking = booking == null
                    ? null
                    : new OwnerRow(booking.Id, booking.Reference, booking.CustomerName, booking.CustomerEmail, booking.CustomerKey),
            }).AsNoTracking().ToListAsync(cancellationToken);
        return new ThesisSeats(
            hall.Value,
            [
                .. seats.Where(seat => seat.Booking is not null).GroupBy(seat => seat.Booking!)
                    .Select(booking => new ThesisReservation(booking.Key.Owner, [.. booking.Select(seat => seat.Seat)])),
            ],
            seats.Select(seat => seat.Seat).ToHashSet());
    }

    public async Task<int> AddScreeningAsync(CancellationToken cancellationToken)
    {
        await using var database = await bookings.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var id = await ThesisHall.AddScreeningInTransactionAsync(database, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    public async Task<bool> StopSaleAsync(int screeningId, CancellationToken cancellationToken)
    {
        await using var database = await bookings.CreateDbContextAsync(cancellationToken);
        return await database.Screenings.Where(screening => screening.Id == screeningId)
            .ExecuteUpdateAsync(screening => screening.SetProperty(row => row.SalesStopped, true), cancellationToken) > 0;
    }

    public async IAsyncEnumerable<ThesisPayment> PaymentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var database = await payments.CreateDbContextAsync(cancellationToken);
        for (var after = Guid.Empty; ;)
        {
            var rows = await database.Payments.AsNoTracking().Where(payment => payment.BookingId > after)
                .OrderBy(payment => payment.BookingId).Take(Piece).ToListAsync(cancellationToken);
            if (rows.Count == 0) yield break;
            after = rows[^1].BookingId;
            var owners = await OwnersAsync([.. rows.Select(row => row.BookingId)], cancellationToken);
            foreach (var row in rows)
                yield return new ThesisPayment(
                    row.PaymentKey, OwnerIn(owners, row.BookingId), LowerCaseConversion.ToLowerCase(row.State));
        }
    }

    public async IAsyncEnumerable<ThesisTicket> TicketsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var database = await tickets.CreateDbContextAsync(cancellationToken);
        for (var after = ""; ;)
        {
            var rows = await database.Tickets.AsNoTracking().Where(ticket => ticket.Code.CompareTo(after) > 0)
                .OrderBy(ticket => ticket.Code).Take(Piece)
                .Select(ticket => new { ticket.Code, ticket.BookingId, ticket.State }).ToListAsync(cancellationToken);
            if (rows.Count == 0) yield break;
            after = rows[^1].Code;
            var owners = await OwnersAsync([.. rows.Select(row => row.BookingId).Distinct()], cancellationToken);
            foreach (var row in rows)
                yield return new ThesisTicket(
                    row.Code, OwnerIn(owners, row.BookingId), LowerCaseConversion.ToLowerCase(row.State));
        }
    }

    private async Task<Dictionary<Guid, ThesisOwner>> OwnersAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var database = await bookings.CreateDbContextAsync(cancellationToken);
        var rows = await database.Bookings.AsNoTracking().Where(booking => ids.Contains(booking.Id))
            .Select(booking => new OwnerRow(
                booking.Id, booking.Reference, booking.CustomerName, booking.CustomerEmail, booking.CustomerKey))
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.Id, row => row.Owner);
    }

    /// <summary>An effect without a booking is what the checker is there to find: it is told, with the booking's id.</summary>
    private static ThesisOwner OwnerIn(Dictionary<Guid, ThesisOwner> owners, Guid booking) =>
        owners.GetValueOrDefault(booking) ?? new ThesisOwner("unknown", booking.ToString());

    private sealed record OwnerRow(Guid Id, string Reference, string Name, string Email, Guid CustomerKey)
    {
        public ThesisOwner Owner => ThesisOwner.Of(Reference, Name, Email, CustomerKey);
    }
}
