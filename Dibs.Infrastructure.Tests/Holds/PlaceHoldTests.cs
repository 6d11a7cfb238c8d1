using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Holds;

[Collection(PostgresServers.Collection)]
public sealed class PlaceHoldTests(FreshDatabases databases) : HoldTests(databases)
{
    private readonly Guid _anna = Guid.NewGuid();
    private readonly Guid _ben = Guid.NewGuid();

    [Fact]
    public async Task Place_FreeSeats_HoldsThemAndTellsWhoLooks()
    {
        var screening = await NewScreeningAsync();

        var hold = await HeldAsync(screening, _anna, "B2", "A1");

        Assert.Equal(["A1", "B2"], hold.Seats);
        Assert.InRange(hold.Left, TimeSpan.FromMinutes(9.5), TimeSpan.FromMinutes(10));
        Assert.Equal(10, hold.ExtensionsLeft);
        Assert.Equal("A1 held, B2 held", await ClaimsAsync(screening));
        Assert.Equal(
            [new(screening, "A1", SeatState.Held, 1), new SeatChange(screening, "B2", SeatState.Held, 1)], Changes);
    }

    [Fact]
    public async Task Place_TwoQueriesAndACommit_NoMore()
    {
        var screening = await NewScreeningAsync();
        await HeldAsync(screening, _anna, "A1");

        var queries = await QueryCount.OfAsync(() => HeldAsync(screening, _anna, "A2", "A3"));

        Assert.True(queries.Count <= 2, string.Join("\n", queries));
    }

    [Fact]
    public async Task Place_OneSeatOfAnother_ChangesNothingAndNamesIt()
    {
        var screening = await NewScreeningAsync();
        await HeldAsync(screening, _ben, "A2");
        var before = await HeldAsync(screening, _anna, "A1");
        Changes.Clear();

        Assert.Equal(["A2"], await TakenAsync(screening, _anna, "A2", "A3"));

        Assert.Equal("A1 held, A2 held", await ClaimsAsync(screening));
        Assert.Empty(Changes);
        var after = (await Holds.FindAsync(screening, _anna, CancellationToken.None))!;
        Assert.Equal(["A1"], after.Seats);
        Assert.Equal((before.Id, before.ExpiresAt, before.CheckoutKey), (after.Id, after.ExpiresAt, after.CheckoutKey));
    }

    [Theory]
    [InlineData("'booked', null, gen_random_uuid(), null")]
    [InlineData("'blocked', null, null, null")]
    [InlineData("'held', null, gen_random_uuid(), clock_timestamp() + interval '90 seconds'")]
    public async Task Place_SeatBookedBlockedOrPending_IsTaken(string claim)
    {
        var screening = await NewScreeningAsync();
        await ExecuteAsync(
            "insert into claims (screening_id, seat, state, hold_id, booking_id, expires_at, version) "
            + $"values ({screening}, 'A1', {claim}, 1)");

        Assert.Equal(["A1"], await TakenAsync(screening, _anna, "A1", "A2"));
        Assert.Null(await Holds.FindAsync(screening, _anna, CancellationToken.None));
    }

    [Fact]
    public async Task Place_OtherSeats_LetsTheOldOnesGoAndNeverLengthens()
    {
        var screening = await NewScreeningAsync();
        var first = await HeldAsync(screening, _anna, "A1", "A2", "A3");
        Changes.Clear();

        var second = await HeldAsync(screening, _anna, "A2", "A4");

        Assert.Equal("A1 free, A2 held, A3 free, A4 held", await ClaimsAsync(screening));
        Assert.Equal((first.Id, first.ExpiresAt), (second.Id, second.ExpiresAt));
        Assert.NotEqual(first.CheckoutKey, second.CheckoutKey);
        // A2 stayed as it was, so there is nothing to tell.
        Assert.Equal(
            [
                new(screening, "A1", SeatState.Free, 2), new(screening, "A3", SeatState.Free, 2),
                new SeatChange(screening, "A4", SeatState.Held, 1),
            ],
            Changes.OrderBy(change => change.Seat));
        Assert.Equal(1, await ScalarAsync<long>(
            "select count(distinct expires_at) from claims where screening_id = $1 and state = 'held'", screening));
        await HeldAsync(screening, _ben, "A1", "A3");
    }

    [Fact]
    public async Task Place_SameSeatsAgain_ChangesNothing()
    {
        var screening = await NewScreeningAsync();
        var first = await HeldAsync(screening, _anna, "A1", "A2");
        Changes.Clear();

        var again = await HeldAsync(screening, _anna, "A2", "A1");

        Assert.Equal((first.Id, first.ExpiresAt, first.CheckoutKey), (again.Id, again.ExpiresAt, again.CheckoutKey));
        Assert.Empty(Changes);
    }

    [Fact]
    public async Task Place_HoldOfAnotherExpired_IsTakenOverAtOnce()
    {
        var screening = await NewScreeningAsync();
        var old = await HeldAsync(screening, _ben, "A1", "A2");
        await ExpireAsync(old.Id);

        await HeldAsync(screening, _anna, "A2", "A3");

        // Ben's remembers its seats, and can have the one that is left.
        Assert.True((await Holds.FindAsync(screening, _ben, CancellationToken.None))!.HasExpired);
        Assert.Equal(["A2"], await TakenAsync(screening, _ben, "A1", "A2"));
        await HeldAsync(screening, _ben, "A1");
    }

    [Fact]
    public async Task Place_OwnHoldExpired_StartsAnewWithWhatWasTypedIn()
    {
        var screening = await NewScreeningAsync();
        var old = await HeldAsync(screening, _anna, "A1", "A2", "A3");
        await Holds.SaveDetailsAsync(old.Id, _anna, "Anna", "anna@example.org", CancellationToken.None);
        await Holds.ExtendAsync(old.Id, _anna, CancellationToken.None);
        await ExpireAsync(old.Id);

        var anew = await HeldAsync(screening, _anna, "A1", "A2");

        Assert.InRange(anew.Left, TimeSpan.FromMinutes(9.5), TimeSpan.FromMinutes(10));
        Assert.Equal((10, "Anna", "anna@example.org"), (anew.ExtensionsLeft, anew.Name, anew.Email));
        Assert.Equal("A1 held, A2 held, A3 free", await ClaimsAsync(screening));
        // And it keeps them: not even for a moment are they somebody else's to take over.
        Assert.Equal(["A1", "A2"], await TakenAsync(screening, _ben, "A1", "A2"));
    }

    [Fact]
    public async Task Place_OwnHoldExpiredAndOneSeatGone_LeavesItExpired()
    {
        var screening = await NewScreeningAsync();
        var old = await HeldAsync(screening, _anna, "A1", "A2");
        await ExpireAsync(old.Id);
        await HeldAsync(screening, _ben, "A2");

        Assert.Equal(["A2"], await TakenAsync(screening, _anna, "A1", "A2"));

        var after = (await Holds.FindAsync(screening, _anna, CancellationToken.None))!;
        Assert.True(after.HasExpired);
        Assert.Equal(["A1", "A2"], after.Seats);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(60, true)]
    public async Task Place_BegunOrStopped_IsClosed(int startsInMinutes, bool salesStopped)
    {
        var screening = await NewScreeningAsync(Hall, TimeSpan.FromMinutes(startsInMinutes), salesStopped);

        Assert.IsType<HoldOutcome.SalesClosed>(await PlaceAsync(screening, _anna, "A1"));
        Assert.Equal("", await ClaimsAsync(screening));
        Assert.Null(await Holds.FindAsync(screening, _anna, CancellationToken.None));
    }

    [Fact]
    public async Task Place_NoSuchScreening_IsClosed() =>
        Assert.IsType<HoldOutcome.SalesClosed>(await PlaceAsync(int.MaxValue, _anna, "A1"));

    [Theory]
    [InlineData("Choose at least one seat.")]
    [InlineData("Hall has no seat C1.", "A1", "C1")]
    [InlineData("Hall has no seat a1.", "a1")]
    [InlineData("Hall has no seat null.", null, "A1")]
    [InlineData("Seat A1 is named more than once.", "A1", "A2", "A1")]
    [InlineData("Choose at most 10 seats; these are 11.", "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "B1")]
    public async Task Place_SeatsThatNobodyCouldHold_SaysWhy(string error, params string?[] seats)
    {
        var screening = await NewScreeningAsync();

        var outcome = Assert.IsType<HoldOutcome.Invalid>(await PlaceAsync(screening, _anna, seats!));

        Assert.Equal([error], outcome.Errors);
        Assert.Equal("", await ClaimsAsync(screening));
    }

    [Fact]
    public async Task Place_CompanionsSeat_OnlyWithItsPlace()
    {
        var screening = await NewScreeningAsync("A wcss");

        var refused = Assert.IsType<HoldOutcome.Invalid>(await PlaceAsync(screening, _anna, "A2", "A3"));

        Assert.Equal(["Seat A2 is for who comes with wheelchair place A1: choose that too."], refused.Errors);
        await HeldAsync(screening, _anna, "A1", "A2", "A3");
    }

    [Fact]
    public async Task Place_SeatThatIsBeingBooked_IsTakenAndNamed()
    {
        var screening = await NewScreeningAsync();
        await HeldAsync(screening, _anna, "A1");
        await using var connection = await Bookings.OpenConnectionAsync();
        await using var booking = await connection.BeginTransactionAsync();
        await using var claim = new Npgsql.NpgsqlCommand(
            "insert into claims (screening_id, seat, state, booking_id, version) "
            + $"select {screening}, unnest('{{A3,B3}}'::text[]), 'booked', gen_random_uuid(), 1",
            connection, booking);
        await claim.ExecuteNonQueryAsync();

        // It is not there yet, and may never be: rows that wait to be committed have no name.
        Assert.Equal(["A3"], await TakenAsync(screening, _anna, "A1", "A3"));
        await booking.CommitAsync();

        await using var change = await connection.BeginTransactionAsync();
        claim.CommandText = $"update claims set version = version + 1 where screening_id = {screening} and seat = 'B3'";
        await claim.ExecuteNonQueryAsync();
        Assert.Equal(["B3"], await TakenAsync(screening, _anna, "A1", "A2", "B3"));
        Assert.Equal(["A1"], (await Holds.FindAsync(screening, _anna, CancellationToken.None))!.Seats);
    }

    [Fact]
    public async Task Place_InstanceWithAWrongClock_ChangesNothing()
    {
        var screening = await NewScreeningAsync();
        var wrong = NewInstance(new ManualClock(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero)))
            .GetRequiredService<IHolds>();
        await HeldAsync(screening, _ben, "A2");

        var held = Assert.IsType<HoldOutcome.Held>(
            await wrong.PlaceAsync(screening, _anna, ["A1"], CancellationToken.None)).Hold;

        Assert.InRange(held.Left, TimeSpan.FromMinutes(9.5), TimeSpan.FromMinutes(10));
        Assert.IsType<HoldOutcome.SeatsTaken>(await wrong.PlaceAsync(screening, _anna, ["A2"], CancellationToken.None));
        Assert.False((await wrong.FindAsync(screening, _ben, CancellationToken.None))!.HasExpired);
    }
}
