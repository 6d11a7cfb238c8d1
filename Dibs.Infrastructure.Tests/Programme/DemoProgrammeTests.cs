using System.Diagnostics;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Programme;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Programme;

[Collection(PostgresServers.Collection)]
public sealed class DemoProgrammeTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private static readonly DateTimeOffset Noon = new(2033, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Seed_ThreeInstancesAtOnceThenAgainThenADayLater_MakesAFortnightOnce()
    {
        var instances = Enumerable.Range(0, 3).Select(_ => NewInstance().GetRequiredService<DemoProgramme>()).ToList();

        // Several at once on an empty database: one does it, the others find it done.
        var started = Stopwatch.StartNew();
        var counts = await Task.WhenAll(instances.Select(demo => demo.SeedAsync(Noon, CancellationToken.None)));
        Assert.Equal(15 * 12, counts.Sum());
        Assert.Equal(1, counts.Count(count => count > 0));
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(10), $"took {started.Elapsed}");

        // Again: nothing. A day later: one day more in each hall.
        Assert.Equal(0, await instances[0].SeedAsync(Noon, CancellationToken.None));
        Assert.Equal(12, await instances[0].SeedAsync(Noon.AddDays(1), CancellationToken.None));

        await using var database = await NewInstance()
            .GetRequiredService<IDbContextFactory<BookingsContext>>().CreateDbContextAsync();
        Assert.Equal((2, 3, 3, 8), (await database.Cinemas.CountAsync(), await database.Halls.CountAsync(),
            await database.SeatPlans.CountAsync(), await database.Films.CountAsync()));
        var added = database.Screenings.Where(screening => screening.StartsAt > Noon.AddDays(-5) && screening.StartsAt < Noon.AddDays(15));
        Assert.Equal(16 * 12, await added.CountAsync());
        Assert.Equal(16 * 12 * 12, await added.Join(
            database.Prices, screening => screening.Id, price => price.ScreeningId, (_, price) => price).CountAsync());
        await AssertHallsAreNeverTwiceInUseAsync(database);
    }

    [Fact]
    public async Task Seed_AcrossTheSpringChangeOfClocks_KeepsLocalTimes()
    {
        // On 30 March 2031 clocks in Warsaw go forward: 21:30 is 20:30 UTC before, 19:30 UTC after.
        var day = new DateTimeOffset(2031, 3, 28, 0, 0, 0, TimeSpan.Zero);
        await NewInstance().GetRequiredService<DemoProgramme>().SeedAsync(day.AddHours(12), CancellationToken.None);
        var programme = NewInstance().GetRequiredService<IProgramme>();

        var list = await programme.ListAsync(day, day.AddDays(5), null, CancellationToken.None);

        var evenings = list.Where(line => line.Hall == "Hall 1")
            .GroupBy(line => line.StartsAt.Date).Select(day => day.Max(line => line.StartsAt.TimeOfDay)).ToList();
        Assert.Equal(
            [new(20, 30, 0), new(20, 30, 0), new(19, 30, 0), new(19, 30, 0), new TimeSpan(19, 30, 0)], evenings);
    }

    [Fact]
    public async Task Seed_SwitchedOff_DoesNothing()
    {
        var services = NewInstance();
        await using var database = await services.GetRequiredService<IDbContextFactory<BookingsContext>>().CreateDbContextAsync();
        var before = await database.Films.CountAsync();

        await services.GetRequiredService<DemoProgramme>().RunAsync(CancellationToken.None);

        Assert.Equal(before, await database.Films.CountAsync());
    }

    [Theory]
    [InlineData("latarnia-1", 625, 25)]
    [InlineData("latarnia-2", 208, 11)]
    [InlineData("lantern-1", 48, 7)]
    public async Task Plan_OfEachHall_HasItsSeats(string name, int seats, int rows)
    {
        var hall = DemoCinema.All.SelectMany(cinema => cinema.Halls).Single(hall => hall.Plan == name);

        var plan = Assert.IsType<SeatPlanReading.Valid>(
            SeatPlanText.Read(1, await hall.ReadPlanAsync(CancellationToken.None))).Plan;

        Assert.Equal((seats, rows), (plan.Seats.Count, plan.Seats.DistinctBy(seat => seat.Row).Count()));
        Assert.Contains(plan.Seats, seat => seat.Kind == SeatKind.Wheelchair);
        Assert.Contains(plan.Seats, seat => seat.Kind == SeatKind.Companion);
        Assert.True(plan.Columns > plan.Seats.Max(seat => seat.Number), "There is no aisle.");
    }

    [Fact]
    public async Task Plan_OfTheBigHall_IsTwentyFiveByTwentyFive()
    {
        var plan = Assert.IsType<SeatPlanReading.Valid>(
            SeatPlanText.Read(1, await DemoCinema.All[0].Halls[0].ReadPlanAsync(CancellationToken.None))).Plan;

        Assert.Equal(
            from row in "ABCDEFGHIJKLMNOPQRSTUVWXY" from number in Enumerable.Range(1, 25) select $"{row}{number}",
            plan.Seats.Select(seat => seat.Id));
        Assert.Equal(3, plan.Seats.Select(seat => seat.Category).Distinct().Count());
    }

    private ServiceProvider NewInstance() =>
        Instance(services => services.AddProgramme(new ConfigurationBuilder().Build()));

    private static async Task AssertHallsAreNeverTwiceInUseAsync(BookingsContext database)
    {
        var byHall = (await database.Screenings.AsNoTracking().ToListAsync()).GroupBy(screening => screening.HallId);
        foreach (var hall in byHall)
        {
            var inOrder = hall.OrderBy(screening => screening.StartsAt).ToList();
            foreach (var (one, next) in inOrder.Zip(inOrder.Skip(1)))
                Assert.True(one.EndsAt <= next.StartsAt, $"hall {hall.Key} at {next.StartsAt:o}");
        }
    }
}
