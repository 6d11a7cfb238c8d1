using Dibs.Domain.Bookings;
using Dibs.Domain.Occupancy;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Occupancy;

/// <summary>The house live, on real databases and the real feed.</summary>
[Collection(PostgresServers.Collection)]
public sealed class LiveHouseTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    private static readonly StaffMember Ulf = new("8", "Ulf", [StaffRoles.Usher]);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task House_RushOverFiftyScreenings_CountsWhatTheDatabaseCounts()
    {
        var screenings = new List<int>();
        for (var hall = 0; hall < 50; hall++)
            // Whatever the hour: what starts soon is part of today.
            screenings.Add(await TestScreening.AddAsync(Host.Services, "A ssssss\nB ssssss", TimeSpan.FromHours(2)));
        HouseNow? here = null, there = null;
        await using var other = await StartAsync();
        using var page = Host.Get<ILiveHouse>().Enter(Ulf, now => Show(ref here, now));
        using var page2 = Host.Get<ILiveHouse>().Enter(Ulf, _ => Task.CompletedTask);
        using var elsewhere = other.Get<ILiveHouse>().Enter(Ulf, now => Show(ref there, now));
        await Eventually.TrueAsync("all screenings are counted", Soon, () => Task.FromResult(here is not null && there is not null));

        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
            await BookAsync(number % 3 == 0 ? "saga" : "2pc", Booking(screenings[number % 50], $"A{(number / 50) + 1}", $"B{(number / 50) + 1}")));
        var cancelled = Booking(screenings[0], "A6");
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync("2pc", cancelled));
        var found = await Host.Get<IBookingRegister>().FindAsync(cancelled.Reference, CancellationToken.None);
        Assert.IsType<CancelResult.Cancelled>(await Host.Get<IBookingChanges>().CancelAsync(found!, CancellationToken.None));

        // The first ticket of each booking is used.
        await using (var door = Host.Get<DataSources>().Tickets.CreateCommand(
            """
            insert into check_ins (ticket_code, screening_id, door, at, scan_id, by_id, by_name)
            select code, screening_id, '1', clock_timestamp(), gen_random_uuid(), '8', 'Ulf' from tickets
            where state = 'issued' and seat like 'A%' and screening_id = any($1)
            """))
        {
            door.Parameters.Add(new() { Value = screenings.ToArray() });
            await door.ExecuteNonQueryAsync();
        }

        var truth = await CountAsync();
        Assert.True(truth.Sold >= 390, $"Only {truth.Sold} seats were sold.");
        await Eventually.TrueAsync("here it counts what the database counts", Soon, () => Task.FromResult(Of(here!) == truth));
        await Eventually.TrueAsync("and on the other instance", Soon, () => Task.FromResult(Of(there!) == truth));
        Assert.False(here!.IsDelayed);
        Assert.Equal(here.Sold, here.Curve[^1].Sold);

        static Task Show(ref HouseNow? seen, HouseNow now)
        {
            Volatile.Write(ref seen, now);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task House_ManyScreenings_IsAQueryForEachQuestion()
    {
        for (var hall = 0; hall < 5; hall++) await TestScreening.AddAsync(Host.Services, "A ss", TimeSpan.FromHours(2));
        var occupancy = Host.Get<IOccupancy>();

        var statements = await QueryCount.OfAsync(async () =>
        {
            int[] ids = [.. (await occupancy.ListAsync(CancellationToken.None)).Select(screening => screening.Id)];
            await occupancy.SeatsAsync(ids, CancellationToken.None);
            await occupancy.TakingsAsync(ids, CancellationToken.None);
            await occupancy.ArrivalsAsync(ids, CancellationToken.None);
        });

        Assert.Equal(4, statements.Count);
    }

    [Fact]
    public async Task Heat_OverTheScreeningsOfAHall_SaysWhatSellsMostAndFirst()
    {
        var screening = await TestScreening.AddAsync(Host.Services, "A ssss", TimeSpan.FromHours(2));
        foreach (var seat in (string[])["A2", "A3", "A1"])
            Assert.IsType<BookingOutcome.Confirmed>(await BookAsync("2pc", Booking(screening, seat)));

        var heat = await Host.Get<IOccupancy>().HeatAsync(Ulf, screening, CancellationToken.None);

        Assert.Equal(1, heat!.Screenings);
        Assert.Equal(
            [("A1", 1, 1d), ("A2", 1, 0d), ("A3", 1, 0.5)],
            heat.Seats.OrderBy(seat => seat.Key).Select(seat => (seat.Key, seat.Value.Sold, seat.Value.Rank)));
        Assert.Null(await Host.Get<IOccupancy>().HeatAsync(Ulf, -1, CancellationToken.None));
        Assert.Throws<NotAllowedException>(() =>
        {
            using var look = Host.Get<ILiveHouse>().Enter(new StaffMember("9", "Eve", []), _ => Task.CompletedTask);
        });
    }

    private static (int Sold, int Held, int Blocked, decimal Revenue, int CheckedIn) Of(HouseNow house) =>
        (house.Sold, house.Held, house.Blocked, house.Revenue.Sum(money => money.Amount), house.CheckedIn);

    /// <summary>In words of its own.</summary>
    private async Task<(int Sold, int Held, int Blocked, decimal Revenue, int CheckedIn)> CountAsync()
    {
        await using var doors = Host.Get<DataSources>().Tickets.CreateCommand("select count(*)::int from check_ins");
        await using var command = Host.Get<DataSources>().Bookings.CreateCommand(
            """
            select (select count(*) from claims where state = 'booked')::int, (select count(*) from claims where state = 'held')::int,
                   (select count(*) from claims where state = 'blocked')::int, (select sum(amount) from bookings where status = 'confirmed')
            """);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetDecimal(3), (int)(await doors.ExecuteScalarAsync())!);
    }
}
