using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Checking;

[Collection(PostgresServers.Collection)]
public sealed class HoldRulesTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private PlantedBookings _planted = null!;

    public override async Task InitializeAsync()
    {
        _planted = new PlantedBookings(Databases);
        await _planted.StartOverAsync();
    }

    [Theory]
    [InlineData("insert into claims (screening_id, seat, state, hold_id, expires_at, version) "
        + "values (7, 'F1', 'held', gen_random_uuid(), now() + interval '1 min', 1)", "by a hold that does not exist")]
    [InlineData("update claims set state = 'held', expires_at = now() + interval '1 min', booking_id = gen_random_uuid() "
        + "where seat = 'D1'", "D1 of screening 7 held for a booking that is not there")]
    [InlineData("update claims set state = 'held', booking_id = gen_random_uuid() where seat = 'D1'",
        "D1 of screening 7 held without end for a booking that is not there")]
    public async Task Check_ClaimThatOutlivesItsReason_IsI8(string spoil, string what)
    {
        await _planted.ExecuteAsync("Bookings", spoil);

        var report = await _planted.CheckAsync();

        Assert.Contains(report.Violations, found =>
            found.Invariant == "I8" && found.What.Contains(what, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("10 min", "10 min", null)]
    [InlineData("-1 min", "-1 min", null)]
    [InlineData("-1 min", "10 min", "by a hold that ended at")]
    [InlineData("10 min", null, "without end")]
    [InlineData("-1 min", null, "by a hold that ended at")]
    public async Task Check_ClaimOfAHold_LastsAsLongAsTheHold(string hold, string? claim, string? what)
    {
        await _planted.ExecuteAsync(
            "Bookings",
            """
            with hold as (
              insert into holds (id, screening_id, customer_key, seats, expires_at, extensions, checkout_key)
              values (gen_random_uuid(), 7, gen_random_uuid(), '{F1}', now() + $1::interval, 0, gen_random_uuid()) returning id)
            insert into claims (screening_id, seat, state, hold_id, expires_at, version)
            select 7, 'F1', 'held', id, now() + $2::interval, 1 from hold
            """,
            hold, (object?)claim ?? DBNull.Value);

        var report = await _planted.CheckAsync();

        if (what is null) Assert.Empty(report.Violations);
        else Assert.Contains(what, Assert.Single(report.Violations).What, StringComparison.Ordinal);
    }
}
