using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Holds;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Tests.Holds;

[Collection(PostgresServers.Collection)]
public sealed class StoredHoldsTests(FreshDatabases databases) : HoldTests(databases)
{
    private readonly Guid _anna = Guid.NewGuid();
    private readonly Guid _ben = Guid.NewGuid();

    [Fact]
    public async Task Extend_AgainAndAgain_EndsAtTheLimit()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1", "A2");
        await ExecuteAsync("update holds set expires_at = clock_timestamp() + interval '1 minute' where id = $1", hold.Id);
        Changes.Clear();

        for (var left = 9; left >= 0; left--)
        {
            var extended = (await Holds.ExtendAsync(hold.Id, _anna, CancellationToken.None))!;
            Assert.Equal(left, extended.ExtensionsLeft);
            Assert.InRange(extended.Left, TimeSpan.FromMinutes(9.5), TimeSpan.FromMinutes(10));
        }

        Assert.Null(await Holds.ExtendAsync(hold.Id, _anna, CancellationToken.None));
        Assert.Equal(1, await ScalarAsync<long>(
            "select count(distinct c.expires_at) from claims c join holds h on h.expires_at = c.expires_at where h.id = $1", hold.Id));
        // Nobody who looks sees a difference.
        Assert.Empty(Changes);
    }

    [Fact]
    public async Task Extend_ExpiredOrOfAnother_IsRefused()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1");

        Assert.Null(await Holds.ExtendAsync(hold.Id, _ben, CancellationToken.None));
        Assert.Null(await Holds.ExtendAsync(Guid.NewGuid(), _anna, CancellationToken.None));
        await ExpireAsync(hold.Id);
        Assert.Null(await Holds.ExtendAsync(hold.Id, _anna, CancellationToken.None));
    }

    [Fact]
    public async Task Extend_SeatTakenOverInTheLastMoment_IsRefused()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1", "A2");
        // The claims have expired an instant before the hold's own row.
        await ExecuteAsync("update claims set expires_at = clock_timestamp() where hold_id = $1", hold.Id);
        await HeldAsync(screening, _ben, "A2");

        Assert.Null(await Holds.ExtendAsync(hold.Id, _anna, CancellationToken.None));
        Assert.Equal(10, (await Holds.FindAsync(hold.Id, _anna, CancellationToken.None))!.ExtensionsLeft);
    }

    [Fact]
    public async Task Release_Hold_FreesItsSeatsAtOnce()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1", "A2");
        Changes.Clear();

        Assert.False(await Holds.ReleaseAsync(hold.Id, _ben, CancellationToken.None));
        Assert.Equal("A1 held, A2 held", await ClaimsAsync(screening));
        Assert.True(await Holds.ReleaseAsync(hold.Id, _anna, CancellationToken.None));
        Assert.False(await Holds.ReleaseAsync(hold.Id, _anna, CancellationToken.None));

        Assert.Equal("A1 free, A2 free", await ClaimsAsync(screening));
        Assert.Equal(
            [new(screening, "A1", SeatState.Free, 2), new SeatChange(screening, "A2", SeatState.Free, 2)],
            Changes.OrderBy(change => change.Seat));
        Assert.Null(await Holds.FindAsync(hold.Id, _anna, CancellationToken.None));
        await HeldAsync(screening, _ben, "A1", "A2");
    }

    [Fact]
    public async Task Release_OneSeatBeingBooked_FreesTheOthers()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1", "A2");
        await using var connection = await Bookings.OpenConnectionAsync();
        await using var booking = await connection.BeginTransactionAsync();
        await using var command = new Npgsql.NpgsqlCommand(
            $"select 1 from claims where screening_id = {screening} and seat = 'A1' for update", connection, booking);
        await command.ExecuteNonQueryAsync();

        Assert.True(await Holds.ReleaseAsync(hold.Id, _anna, CancellationToken.None));

        Assert.Equal("A1 held, A2 free", await ClaimsAsync(screening));
    }

    [Fact]
    public async Task Find_HoldOfAnother_IsNotShown()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1");

        Assert.Equal(hold.Id, (await Holds.FindAsync(hold.Id, _anna, CancellationToken.None))!.Id);
        Assert.Null(await Holds.FindAsync(hold.Id, _ben, CancellationToken.None));
        Assert.Null(await Holds.FindAsync(screening, _ben, CancellationToken.None));
    }

    [Fact]
    public async Task SaveDetails_AnythingTyped_IsKeptAsFarAsThereIsRoom()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1");

        await Holds.SaveDetailsAsync(hold.Id, _anna, "Zoë\0 " + new string('x', 200), null, CancellationToken.None);
        await Holds.SaveDetailsAsync(hold.Id, _ben, "Ben", "ben@example.org", CancellationToken.None);

        var kept = (await Holds.FindAsync(hold.Id, _anna, CancellationToken.None))!;
        Assert.Equal("Zoë " + new string('x', 96), kept.Name);
        Assert.Null(kept.Email);
    }

    [Fact]
    public async Task RenewCheckoutKey_OfOwnHold_IsAnotherOne()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1");

        var key = await Holds.RenewCheckoutKeyAsync(hold.Id, _anna, CancellationToken.None);
        await Holds.RenewCheckoutKeyAsync(hold.Id, _ben, CancellationToken.None);

        Assert.NotEqual(hold.CheckoutKey, key);
        Assert.Equal(key, (await Holds.FindAsync(hold.Id, _anna, CancellationToken.None))!.CheckoutKey);
    }

    [Fact]
    public async Task Sweep_ExpiredHolds_FreesSeatsOnceAndForgetsThemADayLater()
    {
        var screening = await NewScreeningAsync();
        var expired = await HeldAsync(screening, _anna, "A1", "A2");
        var old = await HeldAsync(screening, Guid.NewGuid(), "A4");
        await HeldAsync(screening, _ben, "A3");
        await ExpireAsync(expired.Id);
        await ExpireAsync(old.Id);
        await ExecuteAsync("update holds set expires_at = clock_timestamp() - interval '25 hours' where id = $1", old.Id);
        Changes.Clear();
        var sweepers = Enumerable.Range(0, 3).Select(_ => Services.GetRequiredService<ExpiredHolds>());

        var swept = await Task.WhenAll(sweepers.Select(sweeper => sweeper.RunOnceAsync(CancellationToken.None)));

        Assert.Equal((3, 1), (swept.Sum(one => one.Freed), swept.Sum(one => one.Forgotten)));
        Assert.Equal("A1 free, A2 free, A3 held, A4 free", await ClaimsAsync(screening));
        Assert.Equal(
            [
                new(screening, "A1", SeatState.Free, 2), new(screening, "A2", SeatState.Free, 2),
                new SeatChange(screening, "A4", SeatState.Free, 2),
            ],
            Changes.OrderBy(change => change.Seat));
        Assert.Equal(["A1", "A2"], (await Holds.FindAsync(screening, _anna, CancellationToken.None))!.Seats);
        await HeldAsync(screening, _anna, "A1", "A2");
    }

    [Fact]
    public void Options_OutOfRange_AreRefusedByName()
    {
        var services = NewInstance(null, ("Holds:Length", "00:00:01"), ("Holds:MaxSeats", "11"));

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<HoldOptions>>().Value);

        Assert.Equal(2, refused.Failures.Count());
    }
}
