using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Checking;

/// <summary>I9: errors are planted and must be found, what is in order must not.</summary>
[Collection(PostgresServers.Collection)]
public sealed class DoorRulesTests(FreshDatabases databases) : DatabaseTests(databases)
{
    // Every ticket of the second booking: seat D1.
    private const string LetIn =
        """
        insert into check_ins (ticket_code, screening_id, door, at, scan_id, by_id, by_name)
        select code, screening_id, '2', now(), booking_id, '1', 'Una' from tickets where booking_id = $1
        """;

    private const string Elsewhere = "update check_ins set screening_id = 8 where scan_id = $1";

    private const string VoidTickets = "update tickets set state = 'void' where booking_id = $1";

    private const string Told =
        """
        insert into check_in_conflicts (scan_id, ticket_code, screening_id, door, at, by_id, by_name, reason)
        select scan_id, ticket_code, screening_id, door, at, by_id, by_name, 'cancelled' from check_ins where scan_id = $1
        """;

    private PlantedBookings _planted = null!;

    public override async Task InitializeAsync()
    {
        _planted = new PlantedBookings(Databases);
        await _planted.StartOverAsync();
    }

    [Theory]
    [InlineData(false, false, false, null)]
    [InlineData(false, true, true, null)]
    [InlineData(false, true, false, "seat D1 of screening 7 was let in at door 2 with a ticket that is void")]
    [InlineData(true, false, false, "seat D1 of screening 7 was let in at door 2 to screening 8")]
    public async Task Check_WhoIsIn_HasATicketThatCounts(bool isElsewhere, bool isVoid, bool isTold, string? violation)
    {
        await DoAsync(LetIn);
        if (isElsewhere) await DoAsync(Elsewhere);
        if (isVoid) await DoAsync(VoidTickets);
        if (isTold) await DoAsync(Told);

        var found = (await _planted.CheckAsync()).Violations.Where(found => found.Invariant == "I9").ToList();

        if (violation is null) Assert.Empty(found);
        else Assert.Equal((PlantedBookings.Second, violation), (Assert.Single(found).Booking!.Value, found[0].What));
    }

    private Task DoAsync(string sql) => _planted.ExecuteAsync("Tickets", sql, PlantedBookings.Second);
}
