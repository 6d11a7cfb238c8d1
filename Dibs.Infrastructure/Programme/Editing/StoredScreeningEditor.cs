using Dibs.Domain.BoxOffice;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Screenings;
using Dibs.Domain.Screenings.Editing;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Vouchers;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Programme.Editing;

/// <summary>
/// Screenings in the bookings database. Whoever changes one locks its hall's row first, so two who want the hall take turns.
/// </summary>
internal sealed class StoredScreeningEditor(
    IDbContextFactory<BookingsContext> contexts, ScreeningCache cache, IEnumerable<IBookingProtocol> protocols) : IScreeningEditor
{
    public async Task<IReadOnlyList<EditedScreening>> ListAsync(
        StaffMember by, int cinemaId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.EditProgramme);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        // Npgsql stores instants and wants them as such.
        var (earliest, latest) = (from.ToUniversalTime(), to.ToUniversalTime());
        return await EditedScreenings.ReadAsync(
            database, screening => screening.StartsAt >= earliest && screening.StartsAt < latest, cinemaId, cancellationToken);
    }

    public async Task<EditedScreening?> FindAsync(StaffMember by, int id, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.EditProgramme);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return (await EditedScreenings.ReadAsync(database, screening => screening.Id == id, null, cancellationToken)).SingleOrDefault();
    }

    public async Task<IReadOnlyDictionary<(SeatCategory Category, TicketType Type), decimal>> UsualPricesAsync(
        StaffMember by, int hallId, CancellationToken cancellationToken)
    {
        by.Demand(StaffRight.EditProgramme);
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var last = database.Screenings.Where(screening => screening.HallId == hallId)
            .OrderByDescending(screening => screening.Id).Select(screening => screening.Id).Take(1);
        return await database.Prices.AsNoTracking().Where(price => last.Contains(price.ScreeningId))
            .ToDictionaryAsync(price => (price.Category, price.Type), price => price.Amount, cancellationToken);
    }

    /// <summary>1. The hall is locked. 2. The draft fits hall and film. 3. Nobody else has the hall then. 4. Saved, with its prices.</summary>
    public async Task<EditOutcome> SaveAsync(StaffMember by, ScreeningDraft draft, CancellationToken cancellationToken)
    {
        await using var work = await EditWork.BeginAsync(by, contexts, cancellationToken);
        var database = work.Database;

        // 1
        var hall = await LockHallAsync(database, draft.HallId, cancellationToken);
        var cinema = hall is null
            ? null
            : await database.Cinemas.AsNoTracking().SingleAsync(known => known.Id == hall.CinemaId, cancellationToken);
        var film = await database.Films.AsNoTracking().SingleOrDefaultAsync(known => known.Id == draft.FilmId, cancellationToken);
        var known = draft.Id is { } id
            ? await database.Screenings.SingleOrDefaultAsync(screening => screening.Id == id, cancellationToken)
            : null;
        if (hall is null || film is null || (draft.Id is not null && known is null)) return new EditOutcome.Unknown();
        if (known is not null && (known.HallId != draft.HallId || known.FilmId != draft.FilmId))
            return new EditOutcome.InUse("Hall and film of a screening stay as they are: remove it and make another one.");

        // 2
        var plan = await database.SeatPlans.AsNoTracking()
            .Where(version => known == null ? version.HallId == hall.Id : version.Id == known.SeatPlanId)
            .OrderByDescending(version => version.Version).FirstOrDefaultAsync(cancellationToken);
        if (plan is null) return new EditOutcome.Invalid("hallId", "This hall has no seat plan yet: draw one first.");
        if (SeatPlanText.Read(plan.Id, plan.Text) is not SeatPlanReading.Valid { Plan: var seats })
            throw new InvalidOperationException($"Seat plan {plan.Id} cannot be read.");
        var zone = TimeZoneInfo.FindSystemTimeZoneById(cinema!.TimeZone);
        var errors = DraftRules.ErrorsOf(draft, seats, zone, [.. protocols.Select(protocol => protocol.Name)]);
        if (errors.Count > 0) return new EditOutcome.Invalid(errors);
        var start = new DateTimeOffset(draft.Start, zone.GetUtcOffset(draft.Start)).ToUniversalTime();
        var end = start.AddMinutes(draft.MinutesBefore + film.Minutes);
        if (known is not null && known.StartsAt != start && await HasClaimsAsync(database, known.Id, cancellationToken))
            return new EditOutcome.InUse("Somebody has a seat of this screening, and was told when it starts: it cannot be moved.");

        // 3
        if (await ClashAsync(database, hall, draft.Id, start, end, cancellationToken) is { } clash) return clash;

        // 4
        var before = known is null ? null : await EditedScreenings.DescribeAsync(database, known, cancellationToken);
        var screening = known ?? database.Add(new Screening
        {
            FilmId = film.Id,
            HallId = hall.Id,
            SeatPlanId = plan.Id,
            StartsAt = start,
            EndsAt = end,
        }).Entity;
        (screening.StartsAt, screening.EndsAt, screening.Protocol) = (start, end, draft.Protocol);
        if (await work.SaveAsync("start", cancellationToken) is { } refused) return refused;
        await SavePricesAsync(database, screening.Id, draft, cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(
            known is null ? "screening.made" : "screening.changed", $"screening {screening.Id}, {film.Title}", before,
            await EditedScreenings.DescribeAsync(database, screening, cancellationToken), cancellationToken);
        cache.Forget(screening.Id);
        return new EditOutcome.Saved(screening.Id);
    }

    public async Task<EditOutcome> StopSalesAsync(
        StaffMember by, int id, bool stopped, string? reason, CancellationToken cancellationToken)
    {
        await using var work = await EditWork.BeginAsync(by, contexts, cancellationToken);
        if (stopped && !Reasons.IsOne(reason)) return new EditOutcome.Invalid("reason", Reasons.Error);
        var screening = await work.Database.Screenings.SingleOrDefaultAsync(known => known.Id == id, cancellationToken);
        if (screening is null) return new EditOutcome.Unknown();
        var before = EditWork.Write(new { screening.SalesStopped });
        screening.SalesStopped = stopped;
        await work.Database.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(
            stopped ? "sales.stopped" : "sales.resumed", $"screening {id}", before, EditWork.Write(new { screening.SalesStopped }),
            cancellationToken, reason?.Trim());
        cache.Forget(id);
        return new EditOutcome.Saved(id);
    }

    public async Task<EditOutcome> RemoveAsync(StaffMember by, int id, CancellationToken cancellationToken)
    {
        await using var work = await EditWork.BeginAsync(by, contexts, cancellationToken);
        var database = work.Database;
        // For update: a hold or booking that comes now has to wait for its foreign key, and finds nothing.
        var screening = await database.Screenings.FromSql($"select * from screenings where id = {id} for update")
            .SingleOrDefaultAsync(cancellationToken);
        if (screening is null) return new EditOutcome.Unknown();
        if (await database.Claims.AnyAsync(claim => claim.ScreeningId == id, cancellationToken)
            || await database.Bookings.AnyAsync(booking => booking.ScreeningId == id, cancellationToken)
            || await database.Holds.AnyAsync(hold => hold.ScreeningId == id, cancellationToken))
            return new EditOutcome.InUse("Somebody held or booked a seat of this screening: stop its sale instead.");
        if (await database.Set<VoucherRow>().AnyAsync(voucher => voucher.ScreeningId == id, cancellationToken))
            return new EditOutcome.InUse("There is a voucher for this screening.");
        var before = await EditedScreenings.DescribeAsync(database, screening, cancellationToken);
        database.Remove(screening);
        await database.SaveChangesAsync(cancellationToken);
        await work.CommitAsync("screening.removed", $"screening {id}", before, null, cancellationToken);
        cache.Forget(id);
        return new EditOutcome.Saved(id);
    }

    private static Task<Hall?> LockHallAsync(BookingsContext database, int id, CancellationToken cancellationToken) =>
        database.Halls.FromSql($"select * from halls where id = {id} for no key update").AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    private static Task<bool> HasClaimsAsync(BookingsContext database, int id, CancellationToken cancellationToken) =>
        database.Claims.AnyAsync(claim => claim.ScreeningId == id && claim.State != SeatState.Free, cancellationToken);

    private static async Task<EditOutcome?> ClashAsync(
        BookingsContext database, Hall hall, int? self, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        // Cleaned before the one that comes later, whichever that is.
        var (earliest, latest) = (start.AddMinutes(-hall.CleaningMinutes), end.AddMinutes(hall.CleaningMinutes));
        var other = await (
            from screening in database.Screenings
            where screening.HallId == hall.Id && screening.Id != self && screening.StartsAt < latest && screening.EndsAt > earliest
            join film in database.Films on screening.FilmId equals film.Id
            orderby screening.StartsAt
            select new { film.Title, screening.StartsAt, screening.EndsAt }).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        return other is null ? null : new EditOutcome.Clash(other.Title, other.StartsAt, other.EndsAt);
    }

    private static async Task SavePricesAsync(
        BookingsContext database, int id, ScreeningDraft draft, CancellationToken cancellationToken)
    {
        var known = await database.Prices.Where(price => price.ScreeningId == id).ToListAsync(cancellationToken);
        foreach (var ((category, type), amount) in draft.Prices)
        {
            var price = known.Find(price => price.Category == category && price.Type == type);
            if (price is null) database.Add(new Price { ScreeningId = id, Category = category, Type = type, Amount = amount });
            else price.Amount = amount;
        }
    }
}
