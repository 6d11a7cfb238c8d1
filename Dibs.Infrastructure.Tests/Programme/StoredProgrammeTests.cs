using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Programme;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Programme;

[Collection(PostgresServers.Collection)]
public sealed class StoredProgrammeTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private ServiceProvider? _services;

    private ServiceProvider Services => _services ??= Instance(services => services
        .AddSingleton<TimeProvider>(_clock)
        .AddProgramme(new ConfigurationBuilder().Build()));

    private IProgramme Programme => Services.GetRequiredService<IProgramme>();

    [Fact]
    public async Task List_FullProgramme_IsOneQuery()
    {
        await Services.GetRequiredService<DemoProgramme>().SeedAsync(CancellationToken.None);
        IReadOnlyList<ScreeningSummary> found = [];

        var queries = await QueryCount.OfAsync(async () => found = await Programme.ListAsync(
            DateTimeOffset.MinValue.AddYears(1), DateTimeOffset.MaxValue.AddYears(-1), null, CancellationToken.None));

        Assert.Single(queries);
        Assert.True(found.Count >= 180, $"{found.Count} screenings");
        Assert.Equal(found.OrderBy(line => line.StartsAt).Select(line => line.StartsAt), found.Select(line => line.StartsAt));
    }

    [Fact]
    public async Task Brief_ManyScreenings_IsOneQuery()
    {
        var ids = new List<int>();
        for (var count = 0; count < 20; count++) ids.Add(await TestScreening.AddAsync(Services, "A ss"));
        var known = (await Programme.FindAsync(ids[0], CancellationToken.None))!;
        IReadOnlyList<ScreeningBrief> found = [];

        var queries = await QueryCount.OfAsync(async () =>
            found = await Programme.BriefAsync([.. ids, int.MaxValue], CancellationToken.None));

        Assert.Single(queries);
        Assert.Equal(ids, found.Select(screening => screening.Id).Order());
        Assert.Contains(new ScreeningBrief(ids[0], known.Film.Title, known.StartsAt, known.Cinema.TimeZone), found);
    }

    [Fact]
    public async Task HallPage_ColdThenWarm_IsThreeQueriesThenOne()
    {
        var id = await TestScreening.AddAsync(Services, "A ss\nB pp");
        async Task OpenPageAsync()
        {
            Assert.NotNull(await Programme.FindAsync(id, CancellationToken.None));
            await Programme.SeatsAsync(id, CancellationToken.None);
        }

        // The screening, its plan, its seats; then only who has which seat.
        Assert.Equal(3, (await QueryCount.OfAsync(OpenPageAsync)).Count);
        Assert.Single(await QueryCount.OfAsync(OpenPageAsync));

        // The plan never changes.
        _clock.Advance(ScreeningCache.Lifetime);
        Assert.Equal(2, (await QueryCount.OfAsync(OpenPageAsync)).Count);
    }

    [Fact]
    public async Task List_Span_HasItsStartAndNotItsEnd()
    {
        var id = await TestScreening.AddAsync(Services, "A ss", TimeSpan.FromDays(400));
        var screening = (await Programme.FindAsync(id, CancellationToken.None))!;
        var start = screening.StartsAt;

        Assert.Contains(await ListAsync(start, start.AddMinutes(1)), line => line.Id == id);
        Assert.DoesNotContain(await ListAsync(start.AddMinutes(-1), start), line => line.Id == id);
        Assert.Contains(await ListAsync(start, start.AddMinutes(1), screening.Cinema.Id), line => line.Id == id);
        Assert.DoesNotContain(await ListAsync(start, start.AddMinutes(1), screening.Cinema.Id + 1), line => line.Id == id);
        // Any offset means the same instant.
        var there = start.ToOffset(TimeSpan.FromHours(9));
        Assert.Contains(await ListAsync(there, there.AddMinutes(1)), line => line.Id == id);
    }

    [Fact]
    public async Task Find_Screening_HasPlanAndPrices()
    {
        var id = await TestScreening.AddAsync(Services, "A ss\nB pw");

        var screening = (await Programme.FindAsync(id, CancellationToken.None))!;

        Assert.Equal(["A1", "A2", "B1", "B2"], screening.Plan.Seats.Select(seat => seat.Id));
        Assert.Equal(new Money(21m, "PLN"), screening.Prices.PriceOf(SeatCategory.Premium, TicketType.Child));
        Assert.Equal(12, screening.Prices.Prices.Count);
        Assert.Equal("Hall", screening.Hall);
        Assert.Null(await Programme.FindAsync(int.MaxValue, CancellationToken.None));
    }

    [Fact]
    public async Task Find_PriceChanged_IsSeenAfterFiveSeconds()
    {
        var id = await TestScreening.AddAsync(Services, "A s");
        async Task<Money?> PriceAsync() => (await Programme.FindAsync(id, CancellationToken.None))!
            .Prices.PriceOf(SeatCategory.Standard, TicketType.Adult);
        Assert.Equal(20m, (await PriceAsync())!.Value.Amount);
        await ExecuteAsync($"update prices set amount = 30 where screening_id = {id}");

        Assert.Equal(20m, (await PriceAsync())!.Value.Amount);
        _clock.Advance(ScreeningCache.Lifetime);
        Assert.Equal(30m, (await PriceAsync())!.Value.Amount);
    }

    [Fact]
    public async Task Find_HundredAtOnce_AskTheDatabaseOnce()
    {
        var id = await TestScreening.AddAsync(Services, "A s");

        var queries = await QueryCount.OfAsync(() =>
            Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Programme.FindAsync(id, CancellationToken.None))));

        Assert.Equal(2, queries.Count);
    }

    [Fact]
    public async Task Find_ScreeningAddedAfterItWasAskedFor_IsFound()
    {
        var id = await TestScreening.AddAsync(Services, "A s");
        Assert.Null(await Programme.FindAsync(id + 1, CancellationToken.None));

        var next = await TestScreening.AddAsync(Services, "A s");

        Assert.Equal(id + 1, next);
        Assert.NotNull(await Programme.FindAsync(next, CancellationToken.None));
    }

    [Fact]
    public async Task Seats_OfAllStates_ExpiredHoldIsFree()
    {
        var id = await TestScreening.AddAsync(Services, "A ssssss");
        var (hold, booking) = (Guid.NewGuid(), Guid.NewGuid());
        await ExecuteAsync(
            $"""
            insert into claims (screening_id, seat, state, hold_id, booking_id, expires_at, version) values
            ({id}, 'A1', 'held', '{hold}', null, clock_timestamp() + interval '1 minute', 3),
            ({id}, 'A2', 'held', '{hold}', null, clock_timestamp(), 4),
            ({id}, 'A3', 'booked', null, '{booking}', null, 5),
            ({id}, 'A4', 'blocked', null, null, null, 6),
            ({id}, 'A5', 'free', null, null, null, 7)
            """);

        var seats = await Programme.SeatsAsync(id, CancellationToken.None);

        Assert.Equal(
            [
                new("A1", SeatState.Held, hold, 3), new("A2", SeatState.Free, null, 4), new("A3", SeatState.Booked, null, 5),
                new("A4", SeatState.Blocked, null, 6), new SeatStatus("A5", SeatState.Free, null, 7),
            ],
            seats.OrderBy(seat => seat.Seat));
        var start = (await Programme.FindAsync(id, CancellationToken.None))!.StartsAt;
        var line = Assert.Single(await ListAsync(start, start.AddMicroseconds(1)), line => line.Id == id);
        Assert.Equal((3, 6), (line.Free, line.Total));
    }

    private Task<IReadOnlyList<ScreeningSummary>> ListAsync(DateTimeOffset from, DateTimeOffset to, int? cinema = null) =>
        Programme.ListAsync(from, to, cinema, CancellationToken.None);

    private async Task ExecuteAsync(string sql)
    {
        await using var database = await Services.GetRequiredService<IDbContextFactory<BookingsContext>>().CreateDbContextAsync();
        await database.Database.ExecuteSqlRawAsync(sql);
    }
}
