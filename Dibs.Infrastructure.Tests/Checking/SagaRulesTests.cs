using Dibs.Infrastructure.Checking;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Checking;

/// <summary>I6, the part about sagas: errors are planted and must be found, what is in order must not.</summary>
[Collection(PostgresServers.Collection)]
public sealed class SagaRulesTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private PlantedBookings _planted = null!;

    public override async Task InitializeAsync()
    {
        _planted = new PlantedBookings(Databases);
        await _planted.StartOverAsync();
        await _planted.ExecuteAsync("Bookings", "update bookings set protocol = 'saga'");
    }

    [Theory]
    [InlineData("done", null, 0, 3600, null)]
    [InlineData("cancelled", null, 0, 3600, "is confirmed, its saga is cancelled")]
    [InlineData("ticketing", null, 0, 5, "is confirmed, its saga is ticketing")]
    [InlineData("ticketing", "pending", 0, 5, null)]
    [InlineData("ticketing", "pending", 3, 61, "is pending, its saga is ticketing since 61 s")]
    [InlineData("refunding", "pending", 9, 61, "is pending, its saga is refunding since 61 s")]
    [InlineData("refunding", "pending", 10, 61, null)]
    [InlineData("refunding", "pending", 3, 901, null)]
    [InlineData("done", "pending", 0, 5, "is pending, its saga is done")]
    [InlineData("done", "cancelled", 0, 5, "is cancelled, its saga is done")]
    [InlineData("revoking", "cancelling", 0, 5, null)]
    [InlineData("revoking", null, 0, 5, "is confirmed, its saga is revoking")]
    [InlineData("returning", "cancelled", 0, 5, "is cancelled, its saga is returning")]
    [InlineData("returning", "cancelling", 9, 61, "is cancelling, its saga is returning since 61 s")]
    [InlineData("returning", "cancelling", 10, 61, null)]
    [InlineData("withdrawn", "cancelled", 0, 3600, null)]
    [InlineData("withdrawn", null, 0, 3600, "is confirmed, its saga is withdrawn")]
    [InlineData("withdrawn", "cancelling", 0, 5, "is cancelling, its saga is withdrawn")]
    [InlineData("reissuing", "confirmed", 0, 5, null)]
    [InlineData("reissuing", null, 0, 5, "is confirmed, its saga is reissuing")]
    [InlineData("rebating", "confirmed", 9, 61, "is confirmed and being swapped, its saga is rebating since 61 s")]
    [InlineData("rebating", "confirmed", 10, 61, null)]
    [InlineData("swapped", null, 0, 3600, null)]
    [InlineData("swapped", "confirmed", 0, 5, "is confirmed and being swapped, its saga is swapped")]
    public async Task Check_SagaAndItsBooking_Agree(string phase, string? status, int attempts, int seconds, string? violation)
    {
        await _planted.ExecuteAsync(
            "Bookings",
            """
            insert into sagas (booking_id, phase, version, attempts, inbox, reason, refused_by, wake_at, created_at, moved_at)
            values ($1, $2, 1, $3, '', 'Unavailable', 'TakePayment',
                    case when $2 in ('done', 'cancelled', 'withdrawn', 'swapped') then null else clock_timestamp() end,
                    clock_timestamp() - make_interval(secs => $4), clock_timestamp() - make_interval(secs => $4))
            """,
            PlantedBookings.First, phase, attempts, seconds);
        if (status is not null)
            await _planted.ExecuteAsync("Bookings", "update bookings set status = $2, request = '{}' where id = $1", PlantedBookings.First, status);

        await using var databases = new CheckedDatabases(Databases.Configuration);
        var found = await SagaRules.CheckAsync(databases, new CheckOptions(), CancellationToken.None);

        if (violation is null)
        {
            Assert.Empty(found);
            return;
        }

        var one = Assert.Single(found);
        Assert.Equal(("I6", PlantedBookings.First), (one.Invariant, one.Booking));
        Assert.StartsWith(violation, one.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_PendingWithoutSaga_IsI6()
    {
        await _planted.ExecuteAsync(
            "Bookings", "update bookings set status = 'pending', request = '{}' where id = $1", PlantedBookings.First);

        await using var databases = new CheckedDatabases(Databases.Configuration);
        var found = Assert.Single(await SagaRules.CheckAsync(databases, new CheckOptions(), CancellationToken.None));

        Assert.Equal(("I6", PlantedBookings.First, "is pending, but has no saga"), (found.Invariant, found.Booking, found.What));
    }
}
