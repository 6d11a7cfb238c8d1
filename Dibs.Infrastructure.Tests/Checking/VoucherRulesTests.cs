using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Checking;

/// <summary>I7, the part about vouchers: errors are planted and must be found, what is in order must not.</summary>
[Collection(PostgresServers.Collection)]
public sealed class VoucherRulesTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private PlantedBookings _planted = null!;

    public override async Task InitializeAsync()
    {
        _planted = new PlantedBookings(Databases);
        await _planted.StartOverAsync();
        await DoAsync(
            """
            truncate vouchers cascade;
            insert into vouchers (code, percent, max_uses) values ('TWO', 10, 2), ('MANY', 10, null);
            insert into voucher_uses (code, number) values ('TWO', 1), ('TWO', 2)
            """);
    }

    [Theory]
    [InlineData("update bookings set voucher = 'TWO', discount = 1 where id = $1; update voucher_uses set booking_id = $1 where number = 1", null)]
    [InlineData("update bookings set voucher = 'MANY', discount = 1 where id = $1", null)]
    [InlineData("update bookings set voucher = 'TWO', discount = 1 where id = $1", "is confirmed with voucher TWO, but no use of it is counted")]
    [InlineData("update voucher_uses set booking_id = $1 where number = 1", "use 1 of voucher TWO is counted for a booking that is confirmed without voucher")]
    [InlineData("delete from voucher_uses where number = 2 and $1 is not null", "voucher TWO may be used 2 times, and has 1 uses")]
    public async Task Check_UsesAndBookings_Agree(string planted, string? violation)
    {
        foreach (var statement in planted.Split("; ")) await _planted.ExecuteAsync("Bookings", statement, PlantedBookings.First);

        var found = (await _planted.CheckAsync()).Violations;

        if (violation is null)
        {
            Assert.Empty(found);
            return;
        }

        Assert.Equal(("I7", violation), (Assert.Single(found).Invariant, Assert.Single(found).What));
    }

    /// <summary>As if a booking had been rejected without the trigger.</summary>
    [Fact]
    public async Task Check_UseNotGivenBack_IsI7()
    {
        await DoAsync("update voucher_uses set booking_id = gen_random_uuid() where number = 1");

        var found = Assert.Single((await _planted.CheckAsync()).Violations);

        Assert.Equal("I7", found.Invariant);
        Assert.StartsWith("use 1 of voucher TWO is counted for booking", found.What, StringComparison.Ordinal);
    }

    private Task DoAsync(string sql) => _planted.ExecuteAsync("Bookings", sql);
}
