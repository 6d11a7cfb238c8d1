using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Programme;

/// <summary>One screening in a hall and a cinema of its own, for a test that needs somewhere to book.</summary>
internal static class TestScreening
{
    /// <param name="services">With the databases.</param>
    /// <param name="plan">The hall as a drawing.</param>
    /// <param name="startsIn">From now by the database's clock; an hour if not given.</param>
    /// <returns>The screening's id.</returns>
    public static async Task<int> AddAsync(
        IServiceProvider services, string plan, TimeSpan? startsIn = null, bool salesStopped = false)
    {
        var seats = Assert.IsType<SeatPlanReading.Valid>(SeatPlanText.Read(0, plan)).Plan.Seats;
        await using var database = await services.GetRequiredService<IDbContextFactory<BookingsContext>>().CreateDbContextAsync();
        var unique = Guid.NewGuid().ToString("N");
        var cinema = new Cinema { Name = unique, City = "Test", TimeZone = "Europe/Warsaw", Currency = "PLN" };
        var film = new Film { Title = unique, Synopsis = "Test.", Genre = "Test", Minutes = 100, MinimumAge = 0 };
        database.AddRange(cinema, film);
        await database.SaveChangesAsync();
        var hall = new Hall { CinemaId = cinema.Id, Name = "Hall" };
        database.Add(hall);
        await database.SaveChangesAsync();
        var version = new SeatPlanVersion { HallId = hall.Id, Version = 1, Text = plan, SeatCount = seats.Count };
        database.Add(version);
        await database.SaveChangesAsync();

        var now = await database.Database.SqlQuery<DateTimeOffset>($"select clock_timestamp() as \"Value\"").SingleAsync();
        var start = now + (startsIn ?? TimeSpan.FromHours(1));
        var screening = new Screening
        {
            FilmId = film.Id,
            HallId = hall.Id,
            SeatPlanId = version.Id,
            StartsAt = start,
            EndsAt = start.AddHours(2),
            SalesStopped = salesStopped,
        };
        database.Add(screening);
        await database.SaveChangesAsync();
        database.AddRange(
            from category in Enum.GetValues<SeatCategory>()
            from type in Enum.GetValues<TicketType>()
            select new Price { ScreeningId = screening.Id, Category = category, Type = type, Amount = 20 + (int)category });
        await database.SaveChangesAsync();
        return screening.Id;
    }
}
