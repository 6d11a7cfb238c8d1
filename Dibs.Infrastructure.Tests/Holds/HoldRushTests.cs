using Dibs.Domain.Holds;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Holds;

/// <summary>Many customers at once, on two instances.</summary>
[Collection(PostgresServers.Collection)]
public sealed class HoldRushTests(FreshDatabases databases) : HoldTests(databases)
{
    private const int Customers = 50;

    [Fact]
    public async Task Place_FiftyCustomersOnTenSeats_NeverTwoOwners()
    {
        var screening = await NewScreeningAsync();
        var instances = new[] { Holds, NewInstance().GetRequiredService<IHolds>() };
        for (var round = 0; round < 10; round++)
        {
            var random = new Random(round);
            var wishes = Enumerable.Range(0, Customers).Select(_ => Some(random, "A", random.Next(1, 4))).ToArray();

            var outcomes = await Task.WhenAll(wishes.Select((wish, i) =>
                instances[i % 2].PlaceAsync(screening, Guid.NewGuid(), wish, CancellationToken.None)));

            var won = outcomes.OfType<HoldOutcome.Held>().SelectMany(held => held.Hold.Seats).ToList();
            Assert.Equal(won.Count, won.Distinct().Count());
            Assert.NotEmpty(won);
            foreach (var (outcome, wish) in outcomes.Zip(wishes))
            {
                // Every loser is told which of the seats are gone.
                if (outcome is not HoldOutcome.Held)
                    Assert.Subset(wish.ToHashSet(), Assert.IsType<HoldOutcome.SeatsTaken>(outcome).Seats.ToHashSet());
            }

            Assert.Equal(won.Count, await ScalarAsync<long>(
                "select count(*) from claims c join holds h on h.id = c.hold_id and c.seat = any(h.seats) "
                + "where c.screening_id = $1 and c.state = 'held' and c.expires_at > clock_timestamp()", screening));
            await ExecuteAsync("update claims set expires_at = clock_timestamp() where screening_id = $1 and state = 'held'", screening);
            await ExecuteAsync("update holds set expires_at = clock_timestamp() where screening_id = $1", screening);
        }
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task PlaceReleaseExtend_RandomSetsOfSeats_NeverDeadlock(string singleGapRule)
    {
        var screening = await NewScreeningAsync();
        var deadlocks = await DeadlocksAsync();
        IHolds[] instances =
        [
            .. Enumerable.Range(0, 2).Select(_ => NewInstance(null, ("Holds:SingleGapRule", singleGapRule)).GetRequiredService<IHolds>()),
        ];

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async customer =>
        {
            var random = new Random(customer);
            var (holds, key) = (instances[customer % 2], Guid.NewGuid());
            for (var step = 0; step < 30; step++)
            {
                var outcome = await holds.PlaceAsync(
                    screening,
                    key,
                    [.. Some(random, "A", random.Next(0, 4)), .. Some(random, "B", random.Next(1, 4))],
                    CancellationToken.None);
                if (outcome is not HoldOutcome.Held held || random.Next(3) > 0) continue;
                if (random.Next(2) == 0) await holds.ReleaseAsync(held.Hold.Id, key, CancellationToken.None);
                else await holds.ExtendAsync(held.Hold.Id, key, CancellationToken.None);
            }
        }));

        Assert.Equal(deadlocks, await DeadlocksAsync());
        // Each held seat is in the hold that has it, and the other way round.
        Assert.Equal(0, await ScalarAsync<long>(
            """
            select count(*) from claims c full join (select id, unnest(seats) as seat, expires_at from holds where screening_id = $1) h
              on h.id = c.hold_id and h.seat = c.seat
            where (c.screening_id = $1 and c.state = 'held' and h.id is null) or c.hold_id is null and h.id is not null
               or h.expires_at <> c.expires_at
            """, screening));
    }

    [Fact]
    public async Task Place_TenTabsOfOneCustomer_AreOneHold()
    {
        var screening = await NewScreeningAsync();
        var customer = Guid.NewGuid();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 10).Select(tab =>
            PlaceAsync(screening, customer, $"A{tab}", $"A{(tab % 10) + 1}")));

        Assert.All(outcomes, outcome => Assert.IsType<HoldOutcome.Held>(outcome));
        var hold = (await Holds.FindAsync(screening, customer, CancellationToken.None))!;
        Assert.Single(outcomes.Cast<HoldOutcome.Held>().Select(held => held.Hold.Id).Distinct());
        Assert.Equal(2, await ScalarAsync<long>(
            "select count(*) from claims where screening_id = $1 and state = 'held' and hold_id = $2 and seat = any($3)",
            screening, hold.Id, hold.Seats.ToArray()));
        Assert.Equal(2, await ScalarAsync<long>("select count(*) from claims where screening_id = $1 and state = 'held'", screening));
    }

    private static string[] Some(Random random, string row, int count)
    {
        var numbers = Enumerable.Range(1, 10).ToArray();
        random.Shuffle(numbers);
        return [.. numbers.Take(count).Select(number => $"{row}{number}")];
    }

    private Task<long> DeadlocksAsync() =>
        ScalarAsync<long>("select deadlocks from pg_stat_database where datname = current_database()");
}
