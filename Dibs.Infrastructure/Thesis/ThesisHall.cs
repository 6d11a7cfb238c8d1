using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Programme;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Thesis;

/// <summary>
/// The cinema of the thesis' screenings, made when the first one is asked for. One after the other, each after the end of the
/// one before, by an advisory lock until the end of the transaction.
/// </summary>
internal static class ThesisHall
{
    /// <summary>Its name. It is none of the cinemas that customers choose from.</summary>
    public const string Cinema = "Laboratory";

    private const string Film = "A hall to fill";
    private const decimal Price = 10m;
    private const int Side = 25;

    // Any number that nothing else in this database uses.
    private const long LockKey = 0x44696273_54686573;

    private static readonly TimeSpan Length = TimeSpan.FromHours(2);

    // Further than anybody may ask for at once, so that it is in nobody's programme.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(400);

    /// <summary>In the caller's transaction.</summary>
    /// <returns>The new screening's id.</returns>
    public static async Task<int> AddScreeningInTransactionAsync(BookingsContext database, CancellationToken cancellationToken)
    {
        await database.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", cancellationToken);
        var film = await database.Films.SingleOrDefaultAsync(film => film.Title == Film, cancellationToken)
            ?? database.Add(new Film
            {
                Title = Film,
                Synopsis = "A screening that experiments fill. Nothing is shown.",
                Genre = "Experiment",
                Minutes = (int)Length.TotalMinutes,
                MinimumAge = 0,
            }).Entity;
        await database.SaveChangesAsync(cancellationToken);
        var (hall, plan) = await FindHallAsync(database, cancellationToken) ?? await AddHallAsync(database, cancellationToken);
        var earliest = await database.Database
            .SqlQuery<DateTimeOffset>($"select clock_timestamp() + {Ahead} as \"Value\"").SingleAsync(cancellationToken);
        var last = await database.Screenings.Where(screening => screening.HallId == hall)
            .MaxAsync(screening => (DateTimeOffset?)screening.EndsAt, cancellationToken);
        var start = last > earliest ? last.Value : earliest;
        var screening = new Screening
        {
            FilmId = film.Id,
            HallId = hall,
            SeatPlanId = plan,
            StartsAt = start,
            EndsAt = start + Length,
        };
        database.Add(screening);
        await database.SaveChangesAsync(cancellationToken);
        database.AddRange(Enum.GetValues<TicketType>().Select(type =>
            new Price { ScreeningId = screening.Id, Category = SeatCategory.Standard, Type = type, Amount = Price }));
        await database.SaveChangesAsync(cancellationToken);
        return screening.Id;
    }

    private static async Task<(int Hall, int Plan)?> FindHallAsync(BookingsContext database, CancellationToken cancellationToken)
    {
        var found = await (
            from cinema in database.Cinemas
            where cinema.Name == Cinema
            join hall in database.Halls on cinema.Id equals hall.CinemaId
            join plan in database.SeatPlans on hall.Id equals plan.HallId
            select new { Hall = hall.Id, Plan = plan.Id }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.Hall, found.Plan);
    }

    private static async Task<(int Hall, int Plan)> AddHallAsync(BookingsContext database, CancellationToken cancellationToken)
    {
        var cinema = new Cinema { Name = Cinema, City = "Nowhere", TimeZone = "UTC", Currency = "GBP" };
        database.Add(cinema);
        await database.SaveChangesAsync(cancellationToken);
        var hall = new Hall { CinemaId = cinema.Id, Name = $"{Side} x {Side}" };
        database.Add(hall);
        await database.SaveChangesAsync(cancellationToken);
        var row = new string('s', Side);
        var plan = new SeatPlanVersion
        {
            HallId = hall.Id,
            Version = 1,
            Text = string.Join('\n', Enumerable.Range(0, Side).Select(i => $"{(char)('A' + i)}  {row}")),
            SeatCount = Side * Side,
        };
        database.Add(plan);
        await database.SaveChangesAsync(cancellationToken);
        return (hall.Id, plan.Id);
    }
}
