using System.Diagnostics;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Hosting;
using Dibs.Infrastructure.Participants.Seats;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Programme;

/// <summary>
/// Cinemas, films and a fortnight of screenings around today, so that there is always something to book. Safe to run at
/// every start, by several instances at once: it only adds what is missing.
/// <list type="number">
/// <item>1. One instance at a time: an advisory lock until the end of the transaction.</item>
/// <item>2. Cinemas, halls, seat plans and films, by name.</item>
/// <item>3. For each hall the days that have no screening yet.</item>
/// <item>4. Prices of the new screenings.</item>
/// </list>
/// </summary>
internal sealed partial class DemoProgramme(
    IDbContextFactory<BookingsContext> contexts, IOptions<DemoOptions> options, ILogger<DemoProgramme> logger) : ISetUpStep
{
    private const int DaysBack = 3;
    private const int DaysAhead = 11;

    // Before the film: doors, trailers.
    private const int MinutesBefore = 15;

    // Any number that nothing else in this database uses.
    private const long LockKey = 0x44696273_44656D6F;

    /// <summary>At the start, where it is switched on.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        options.Value.Enabled ? SeedAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Adds what is missing around the database's today.</summary>
    /// <returns>How many screenings were added.</returns>
    public async Task<int> SeedAsync(CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var now = await database.Database
            .SqlQuery<DateTimeOffset>($"select clock_timestamp() as \"Value\"").SingleAsync(cancellationToken);
        return await SeedAsync(now, cancellationToken);
    }

    /// <summary>Adds what is missing around another day.</summary>
    internal async Task<int> SeedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        database.Database.SetCommandTimeout(TimeSpan.FromMinutes(1));
        database.ChangeTracker.AutoDetectChangesEnabled = false;
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // 1. The usual limits are for bookings; here an instance waits until the other one has finished.
        await database.Database.ExecuteSqlAsync(
            $"set local lock_timeout = '60s'; set local statement_timeout = '60s'", cancellationToken);
        await database.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockKey})", cancellationToken);

        // 2.
        var films = await AddFilmsAsync(database, cancellationToken);
        var halls = await AddHallsAsync(database, cancellationToken);

        // 3.
        var screenings = await AddScreeningsAsync(database, halls, films, now, cancellationToken);

        // 4.
        foreach (var (screening, hall) in screenings) database.Prices.AddRange(PricesOf(screening, hall));
        await database.SaveChangesAsync(cancellationToken);

        await transaction.CommitAsync(cancellationToken);
        Seeded(logger, screenings.Count, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return screenings.Count;
    }

    private static async Task<List<Film>> AddFilmsAsync(BookingsContext database, CancellationToken cancellationToken)
    {
        var known = await database.Films.AsNoTracking().Select(film => film.Title).ToListAsync(cancellationToken);
        // Copies: the context gives them ids, and the list is shared.
        database.Films.AddRange(DemoFilms.All.Where(film => !known.Contains(film.Title)).Select(film => new Film
        {
            Title = film.Title,
            Synopsis = film.Synopsis,
            Genre = film.Genre,
            Minutes = film.Minutes,
            MinimumAge = film.MinimumAge,
        }));
        await database.SaveChangesAsync(cancellationToken);
        var titles = DemoFilms.All.Select(film => film.Title).ToList();
        return await database.Films.AsNoTracking()
            .Where(film => titles.Contains(film.Title)).OrderBy(film => film.Title).ToListAsync(cancellationToken);
    }

    private static async Task<List<SeededHall>> AddHallsAsync(BookingsContext database, CancellationToken cancellationToken)
    {
        var seeded = new List<SeededHall>();
        foreach (var demo in DemoCinema.All)
        {
            var cinema = await database.Cinemas.SingleOrDefaultAsync(known => known.Name == demo.Name, cancellationToken)
                ?? database.Cinemas.Add(new Cinema
                {
                    Name = demo.Name,
                    City = demo.City,
                    TimeZone = demo.TimeZone,
                    Currency = demo.Currency,
                }).Entity;
            await database.SaveChangesAsync(cancellationToken);
            foreach (var wanted in demo.Halls)
            {
                var (hall, plan) = await AddHallAsync(database, cinema, wanted, cancellationToken);
                seeded.Add(new SeededHall(hall, plan, wanted, TimeZoneInfo.FindSystemTimeZoneById(cinema.TimeZone)));
            }
        }

        return seeded;
    }

    private static async Task<(int Hall, int Plan)> AddHallAsync(
        BookingsContext database, Cinema cinema, DemoHall wanted, CancellationToken cancellationToken)
    {
        var hall = await database.Halls.SingleOrDefaultAsync(
            known => known.CinemaId == cinema.Id && known.Name == wanted.Name, cancellationToken)
            ?? database.Halls.Add(new Hall { CinemaId = cinema.Id, Name = wanted.Name }).Entity;
        await database.SaveChangesAsync(cancellationToken);
        var plan = await database.SeatPlans.AsNoTracking()
            .Where(known => known.HallId == hall.Id).OrderByDescending(known => known.Version)
            .FirstOrDefaultAsync(cancellationToken);
        if (plan is not null) return (hall.Id, plan.Id);

        var text = await wanted.ReadPlanAsync(cancellationToken);
        if (SeatPlanText.Read(0, text) is not SeatPlanReading.Valid valid)
            throw new InvalidOperationException($"The seat plan {wanted.Plan} cannot be read.");
        plan = new SeatPlanVersion { HallId = hall.Id, Version = 1, Text = text, SeatCount = valid.Plan.Seats.Count };
        database.SeatPlans.Add(plan);
        await database.SaveChangesAsync(cancellationToken);
        return (hall.Id, plan.Id);
    }

    private static async Task<List<(Screening, SeededHall)>> AddScreeningsAsync(
        BookingsContext database,
        List<SeededHall> halls,
        List<Film> films,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        // A day more at both ends, whatever the time zone.
        var (from, to) = (now.ToUniversalTime().AddDays(-DaysBack - 2), now.ToUniversalTime().AddDays(DaysAhead + 2));
        var known = await database.Screenings.AsNoTracking()
            .Where(screening => screening.StartsAt >= from && screening.StartsAt <= to)
            .Select(screening => new { screening.HallId, screening.StartsAt })
            .ToListAsync(cancellationToken);
        var added = new List<(Screening, SeededHall)>();
        foreach (var hall in halls)
        {
            var today = hall.DateOf(now);
            var taken = known.Where(screening => screening.HallId == hall.Id)
                .Select(screening => hall.DateOf(screening.StartsAt)).ToHashSet();
            var missing = Enumerable.Range(-DaysBack, DaysBack + DaysAhead + 1).Select(today.AddDays)
                .Where(day => !taken.Contains(day));
            added.AddRange(missing.SelectMany(day => hall.ScreeningsOn(day, films)).Select(screening => (screening, hall)));
        }

        database.Screenings.AddRange(added.Select(pair => pair.Item1));
        await database.SaveChangesAsync(cancellationToken);
        return added;
    }

    private static IEnumerable<Price> PricesOf(Screening screening, SeededHall hall)
    {
        var start = TimeZoneInfo.ConvertTime(screening.StartsAt, hall.Zone);
        var evening = hall.Demo.Price * (start.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday ? 1.15m : 1m);
        var adult = start.Hour < 15 ? evening * 0.8m : evening;
        foreach (var category in Enum.GetValues<SeatCategory>())
        {
            foreach (var type in Enum.GetValues<TicketType>())
            {
                var amount = adult * FactorOf(category) * FactorOf(type);
                // To halves, as on a price board.
                yield return new Price
                {
                    ScreeningId = screening.Id,
                    Category = category,
                    Type = type,
                    Amount = Math.Round(amount * 2, MidpointRounding.AwayFromZero) / 2,
                };
            }
        }
    }

    private static decimal FactorOf(SeatCategory category) => category switch
    {
        SeatCategory.Premium => 1.25m,
        SeatCategory.Love => 1.4m,
        _ => 1m,
    };

    private static decimal FactorOf(TicketType type) => type switch
    {
        TicketType.Child => 0.6m,
        TicketType.Student or TicketType.Senior => 0.75m,
        _ => 1m,
    };

    [LoggerMessage(LogLevel.Information, "Added {Count} demo screenings in {Milliseconds:0} ms")]
    private static partial void Seeded(ILogger logger, int count, double milliseconds);

    private sealed record SeededHall(int Id, int Plan, DemoHall Demo, TimeZoneInfo Zone)
    {
        public DateOnly DateOf(DateTimeOffset instant) =>
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

        /// <summary>The same for a day whenever it is made: the films take turns.</summary>
        public IEnumerable<Screening> ScreeningsOn(DateOnly day, List<Film> films) => Demo.Slots.Select((slot, i) =>
        {
            var local = day.ToDateTime(slot);
            var start = new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
            var film = films[(day.DayNumber + Id * 3 + i) % films.Count];
            return new Screening
            {
                FilmId = film.Id,
                HallId = Id,
                SeatPlanId = Plan,
                StartsAt = start,
                EndsAt = start.AddMinutes(MinutesBefore + film.Minutes),
            };
        });
    }
}
