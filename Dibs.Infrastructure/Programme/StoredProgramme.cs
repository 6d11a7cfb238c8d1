using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Thesis;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Programme;

/// <summary>The programme out of the bookings database: projections, without tracking and without locks.</summary>
internal sealed class StoredProgramme(IDbContextFactory<BookingsContext> contexts, ScreeningCache cache) : IProgramme
{
    // Whoever looks at a hall reads it again at the same moment when the broker is back.
    private readonly JoinedReads<int, IReadOnlyList<SeatStatus>> _seats = new(screeningId => ReadSeatsAsync(contexts, screeningId));

    public async Task<IReadOnlyList<ScreeningSummary>> ListAsync(
        DateTimeOffset from, DateTimeOffset to, int? cinema, CancellationToken cancellationToken)
    {
        // Npgsql stores instants and wants them as such.
        var (earliest, latest) = (from.ToUniversalTime(), to.ToUniversalTime());
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var lines =
            from screening in database.Screenings
            where screening.StartsAt >= earliest && screening.StartsAt < latest
            join hall in database.Halls on screening.HallId equals hall.Id
            join house in database.Cinemas on hall.CinemaId equals house.Id
            where cinema == null || house.Id == cinema
            join film in database.Films on screening.FilmId equals film.Id
            join plan in database.SeatPlans on screening.SeatPlanId equals plan.Id
            orderby screening.StartsAt, house.Name, hall.Name
            select new ScreeningSummary(
                screening.Id,
                new FilmSummary(film.Id, film.Title, film.Synopsis, film.Genre, film.Minutes, film.MinimumAge),
                new CinemaSummary(house.Id, house.Name, house.City, house.TimeZone, house.Currency),
                hall.Name, screening.StartsAt, screening.EndsAt,
                plan.SeatCount - database.Claims.Count(claim =>
                    claim.ScreeningId == screening.Id && claim.State != SeatState.Free
                    && !(claim.State == SeatState.Held && claim.ExpiresAt <= BookingsContext.Clock())),
                plan.SeatCount, screening.SalesStopped);
        return await lines.AsNoTracking().ToListAsync(cancellationToken);
    }

    public Task<ScreeningDetails?> FindAsync(int id, CancellationToken cancellationToken) =>
        cache.FindAsync(id, () => LoadAsync(id), cancellationToken);

    public async Task<IReadOnlyList<ScreeningBrief>> BriefAsync(
        IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var found =
            from screening in database.Screenings
            where ids.Contains(screening.Id)
            join hall in database.Halls on screening.HallId equals hall.Id
            join house in database.Cinemas on hall.CinemaId equals house.Id
            join film in database.Films on screening.FilmId equals film.Id
            select new ScreeningBrief(screening.Id, film.Title, screening.StartsAt, house.TimeZone);
        return await found.AsNoTracking().ToListAsync(cancellationToken);
    }

    public Task<IReadOnlyList<SeatStatus>> SeatsAsync(int screeningId, CancellationToken cancellationToken) =>
        _seats.ReadAsync(screeningId, cancellationToken);

    public async Task<IReadOnlyList<CinemaSummary>> CinemasAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        return await database.Cinemas.AsNoTracking()
            .Where(house => house.Name != ThesisHall.Cinema)
            .OrderBy(house => house.Name)
            .Select(house => new CinemaSummary(house.Id, house.Name, house.City, house.TimeZone, house.Currency))
            .ToListAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<SeatStatus>> ReadSeatsAsync(
        IDbContextFactory<BookingsContext> contexts, int screeningId)
    {
        await using var database = await contexts.CreateDbContextAsync();
        var claims =
            from claim in database.Claims
            where claim.ScreeningId == screeningId
            let expired = claim.State == SeatState.Held && claim.ExpiresAt <= BookingsContext.Clock()
            select new SeatStatus(
                claim.Seat,
                expired ? SeatState.Free : claim.State,
                expired ? null : claim.HoldId,
                claim.Version);
        return await claims.AsNoTracking().ToListAsync();
    }

    private async Task<ScreeningDetails?> LoadAsync(int id)
    {
        await using var database = await contexts.CreateDbContextAsync();
        var found = await (
            from screening in database.Screenings
            where screening.Id == id
            join hall in database.Halls on screening.HallId equals hall.Id
            join house in database.Cinemas on hall.CinemaId equals house.Id
            join film in database.Films on screening.FilmId equals film.Id
            select new
            {
                Screening = screening,
                Hall = hall.Name,
                hall.SingleGapRule,
                Film = new FilmSummary(film.Id, film.Title, film.Synopsis, film.Genre, film.Minutes, film.MinimumAge),
                Cinema = new CinemaSummary(house.Id, house.Name, house.City, house.TimeZone, house.Currency),
                Prices = database.Prices.Where(price => price.ScreeningId == screening.Id).ToList(),
            }).AsNoTracking().SingleOrDefaultAsync();
        if (found is null) return null;

        var prices = new PriceList(
            found.Cinema.Currency, found.Prices.ToDictionary(price => (price.Category, price.Type), price => price.Amount));
        return new ScreeningDetails(
            id, found.Film, found.Cinema, found.Hall, found.Screening.StartsAt, found.Screening.EndsAt,
            found.Screening.SalesStopped, found.Screening.Protocol,
            await PlanAsync(database, found.Screening.SeatPlanId), prices)
        {
            SingleGapRule = found.SingleGapRule,
        };
    }

    private async Task<SeatPlan> PlanAsync(BookingsContext database, int id)
    {
        if (cache.FindPlan(id) is { } known) return known;
        var text = await database.SeatPlans.AsNoTracking()
            .Where(plan => plan.Id == id).Select(plan => plan.Text).SingleAsync();
        return cache.Keep(SeatPlanText.Read(id, text) switch
        {
            SeatPlanReading.Valid valid => valid.Plan,
            SeatPlanReading.Invalid invalid =>
                throw new InvalidOperationException($"Seat plan {id} cannot be read: {string.Join("; ", invalid.Errors)}."),
            var other => throw new InvalidOperationException($"{other} is no reading of a seat plan."),
        });
    }
}
