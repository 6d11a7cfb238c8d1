using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Holds;

/// <summary>The best seats together, chosen on the server.</summary>
[Collection(PostgresServers.Collection)]
public sealed class PlaceBestHoldTests(FreshDatabases databases) : HoldTests(databases)
{
    // 25 rows of 16 seats with an aisle: 400 seats, some 330 of which the rush takes.
    private static readonly string BigHall =
        string.Join('\n', Enumerable.Range(0, 25).Select(row => $"{(char)('A' + row)}  ssssss ssssssssss"));

    [Fact]
    public async Task PlaceBest_HundredPartiesAtOnce_NoOverlapAllServedAndNobodyLeftAlone()
    {
        var screening = await NewScreeningAsync(BigHall);
        var instances = new[] { NewStrictInstance(), NewStrictInstance() };
        var random = new Random(20261125);
        var parties = Enumerable.Range(0, 100).Select(_ => random.Next(2, 5)).ToArray();
        // Meanwhile others click on single seats, where the best ones are too. Some are refused, for the seat that they leave alone.
        var clicks = Enumerable.Range(0, 30).Select(_ => $"{(char)('A' + random.Next(8, 20))}{random.Next(1, 16)}").ToArray();

        var best = Task.WhenAll(parties.Select((count, i) =>
            instances[i % 2].PlaceBestAsync(screening, Guid.NewGuid(), new BestWish(count), CancellationToken.None)));
        var single = Task.WhenAll(clicks.Select((seat, i) =>
            instances[i % 2].PlaceAsync(screening, Guid.NewGuid(), [seat], CancellationToken.None)));
        var (outcomes, others) = (await best, await single);

        var held = outcomes.OfType<HoldOutcome.Held>().Select(outcome => outcome.Hold.Seats).ToList();
        var all = held.Concat(others.OfType<HoldOutcome.Held>().Select(outcome => outcome.Hold.Seats)).SelectMany(seats => seats).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(held, seats => Assert.True(AreTogether(seats), string.Join(' ', seats)));
        Assert.Equal(all.Count, await ScalarAsync<long>(
            "select count(*) from claims where screening_id = $1 and state = 'held'", screening));

        // Whoever got nothing came when no so many seats stood together.
        var claimed = all.ToHashSet();
        foreach (var (outcome, count) in outcomes.Zip(parties).Where(pair => pair.First is not HoldOutcome.Held))
        {
            Assert.Empty(Assert.IsType<HoldOutcome.SeatsTaken>(outcome).Seats);
            Assert.Empty(BestSeats.Find(PlanOf(BigHall), seat => !claimed.Contains(seat.Id), new BestWish(count)));
        }

        Assert.True(held.Count >= 95, $"{held.Count} of 100 parties were served.");

        // A seat is alone only beside a click that had no other way in its row.
        var plan = PlanOf(BigHall);
        var clicked = others.OfType<HoldOutcome.Held>().Select(outcome => plan.Find(outcome.Hold.Seats[0])!).ToList();
        var free = plan.Seats.Where(seat => !claimed.Contains(seat.Id)).Select(seat => (seat.X, seat.Y)).ToHashSet();
        var alone = free.Where(seat => !free.Contains((seat.X - 1, seat.Y)) && !free.Contains((seat.X + 1, seat.Y)));
        Assert.All(alone, seat => Assert.Contains(clicked, other => other.Y == seat.Y && Math.Abs(other.X - seat.X) == 1));
    }

    [Theory]
    [InlineData("A wcss cw", 1, true, null, "A1")]
    [InlineData("A wcsss", 2, true, null, "A1 A2")]
    [InlineData("A wcsss", 3, true, null, "A1 A2 A3")]
    [InlineData("A cwssss", 2, true, null, "A1 A2")]
    [InlineData("A wcssss", 2, false, null, "A3 A4")]
    [InlineData("A ssss\nB pppp", 2, false, SeatCategory.Premium, "B1 B2")]
    [InlineData("A ssss\nB pppp", 2, false, SeatCategory.Love, "")]
    [InlineData("A ssss", 2, true, null, "")]
    public async Task PlaceBest_WithPlacesOrOfACategory_GivesWhatWasAskedFor(
        string hall, int count, bool wheelchair, SeatCategory? category, string expected)
    {
        var screening = await NewScreeningAsync(hall);

        var outcome = await Holds.PlaceBestAsync(
            screening, Guid.NewGuid(), new BestWish(count, wheelchair, category), CancellationToken.None);

        Assert.Equal(expected, outcome is HoldOutcome.Held held ? string.Join(' ', held.Hold.Seats) : "");
    }

    [Fact]
    public async Task PlaceBest_OwnSeatsAndExpiredOnes_MayBeChosen()
    {
        var screening = await NewScreeningAsync("A ssss");
        var (me, other) = (Guid.NewGuid(), Guid.NewGuid());
        await HeldAsync(screening, me, "A2");
        await ExpireAsync((await HeldAsync(screening, other, "A3")).Id);

        var outcome = await Holds.PlaceBestAsync(screening, me, new BestWish(4), CancellationToken.None);

        Assert.Equal(["A1", "A2", "A3", "A4"], Assert.IsType<HoldOutcome.Held>(outcome).Hold.Seats);
        Assert.Equal("A1 held, A2 held, A3 held, A4 held", await ClaimsAsync(screening));
    }

    [Fact]
    public async Task PlaceBest_NoRoom_LeavesTheHoldAsItWas()
    {
        var screening = await NewScreeningAsync("A ssss");
        var me = Guid.NewGuid();
        await HeldAsync(screening, Guid.NewGuid(), "A2");
        var before = await HeldAsync(screening, me, "A4");

        Assert.Empty(Assert.IsType<HoldOutcome.SeatsTaken>(await Holds.PlaceBestAsync(screening, me, new BestWish(3), CancellationToken.None)).Seats);

        var after = (await Holds.FindAsync(screening, me, CancellationToken.None))!;
        Assert.Equal((before.Id, before.CheckoutKey, "A4"), (after.Id, after.CheckoutKey, Assert.Single(after.Seats)));
    }

    [Fact]
    public async Task PlaceBest_SeatThatIsBeingBooked_IsLeftOut()
    {
        var screening = await NewScreeningAsync("A sss\nB sss");
        await using var connection = await Bookings.OpenConnectionAsync();
        await using var booking = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.CommandText =
            "insert into claims (screening_id, seat, state, booking_id, version) "
            + $"values ({screening}, 'B2', 'booked', gen_random_uuid(), 1)";
        await insert.ExecuteNonQueryAsync();

        var outcome = await Holds.PlaceBestAsync(screening, Guid.NewGuid(), new BestWish(3), CancellationToken.None);

        Assert.Equal(["A1", "A2", "A3"], Assert.IsType<HoldOutcome.Held>(outcome).Hold.Seats);
        await booking.RollbackAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task PlaceBest_CountOutOfRange_IsInvalid(int count)
    {
        var screening = await NewScreeningAsync();

        Assert.IsType<HoldOutcome.Invalid>(await Holds.PlaceBestAsync(screening, Guid.NewGuid(), new BestWish(count), CancellationToken.None));
    }

    private IHolds NewStrictInstance() => NewInstance(null, ("Holds:SingleGapRule", "true")).GetRequiredService<IHolds>();

    private static bool AreTogether(IReadOnlyList<string> seats)
    {
        var found = seats.Select(seat => PlanOf(BigHall).Find(seat)!).OrderBy(seat => seat.X).ToList();
        return found.Zip(found.Skip(1)).All(pair => pair.Second.X == pair.First.X + 1 && pair.Second.Y == pair.First.Y);
    }

    private static SeatPlan PlanOf(string text) => Assert.IsType<SeatPlanReading.Valid>(SeatPlanText.Read(1, text)).Plan;
}
