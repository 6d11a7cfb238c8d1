using System.Linq.Expressions;
using Dibs.Domain.Screenings;
using Dibs.Domain.Screenings.Editing;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Thesis;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Programme.Editing;

/// <summary>Screenings as those who edit them see them: two queries, however many there are.</summary>
internal static class EditedScreenings
{
    public static async Task<IReadOnlyList<EditedScreening>> ReadAsync(
        BookingsContext database, Expression<Func<Screening, bool>> which, int? cinemaId, CancellationToken cancellationToken)
    {
        var found = await (
            from screening in database.Screenings.Where(which)
            join hall in database.Halls on screening.HallId equals hall.Id
            join cinema in database.Cinemas on hall.CinemaId equals cinema.Id
            where cinema.Name != ThesisHall.Cinema && (cinemaId == null || cinema.Id == cinemaId)
            join film in database.Films on screening.FilmId equals film.Id
            join plan in database.SeatPlans on screening.SeatPlanId equals plan.Id
            orderby screening.StartsAt, hall.Name
            select new
            {
                Screening = screening,
                Film = film.Title,
                Hall = hall.Name,
                CinemaId = cinema.Id,
                plan.SeatCount,
                Taken = database.Claims.Count(claim =>
                    claim.ScreeningId == screening.Id && claim.State != SeatState.Free
                    && !(claim.State == SeatState.Held && claim.ExpiresAt <= BookingsContext.Clock())),
            }).AsNoTracking().ToListAsync(cancellationToken);
        var ids = found.Select(row => row.Screening.Id).ToList();
        var prices = (await database.Prices.AsNoTracking().Where(price => ids.Contains(price.ScreeningId)).ToListAsync(cancellationToken))
            .ToLookup(price => price.ScreeningId);
        return [.. found.Select(row => new EditedScreening(
            row.Screening.Id, row.Screening.FilmId, row.Film, row.Screening.HallId, row.Hall, row.CinemaId,
            row.Screening.StartsAt, row.Screening.EndsAt, row.Screening.SalesStopped, row.Screening.Protocol, row.Taken, row.SeatCount,
            prices[row.Screening.Id].ToDictionary(price => (price.Category, price.Type), price => price.Amount)))];
    }

    /// <summary>For the audit, as it is in the database now.</summary>
    public static async Task<string> DescribeAsync(BookingsContext database, Screening screening, CancellationToken cancellationToken)
    {
        var prices = await database.Prices.AsNoTracking().Where(price => price.ScreeningId == screening.Id)
            .OrderBy(price => price.Category).ThenBy(price => price.Type).ToListAsync(cancellationToken);
        return EditWork.Write(new
        {
            screening.FilmId,
            screening.HallId,
            screening.SeatPlanId,
            screening.StartsAt,
            screening.EndsAt,
            screening.Protocol,
            Prices = prices.ToDictionary(price => $"{price.Category} {price.Type}", price => price.Amount),
        });
    }
}
