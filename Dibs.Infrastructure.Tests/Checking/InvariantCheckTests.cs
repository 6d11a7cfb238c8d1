using Dibs.Domain.Bookings;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Infrastructure.Checking;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.Configuration;

namespace Dibs.Infrastructure.Tests.Checking;

[Collection(PostgresServers.Collection)]
public sealed class InvariantCheckTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private const string First = "(select id from bookings where 'C7' = any(seats))";

    private PlantedBookings _planted = null!;

    public override async Task InitializeAsync()
    {
        _planted = new PlantedBookings(Databases);
        await _planted.StartOverAsync();
    }

    [Fact]
    public async Task Check_WholeBookings_IsClean()
    {
        var report = await _planted.CheckAsync();

        Assert.Empty(report.Violations);
        Assert.Equal(2, report.Bookings);
    }

    [Theory]
    [InlineData("I2", "Tickets", "delete from tickets where seat = 'C8'", "no ticket for C8")]
    [InlineData("I2", "Tickets", "delete from tickets where seat in ('C7', 'C8')", "confirmed without tickets")]
    [InlineData("I2", "Tickets", "update tickets set state = 'void' where seat in ('C7', 'C8')", "confirmed without tickets")]
    [InlineData("I2", "Tickets", "update tickets set seat = 'E9' where seat = 'C8'", "has a ticket for E9")]
    [InlineData("I2", "Tickets", "update tickets set screening_id = 8 where seat = 'C8'", "its tickets are for screening 7 to 8")]
    [InlineData("I2", "Tickets", "update tickets set price = 10 where seat = 'C8'", "booked for 25.00, its tickets cost 22.50")]
    [InlineData("I2", "Payments", "delete from payments where amount = 25", "confirmed without payment")]
    [InlineData("I2", "Payments", "update payments set state = 'refunded' where amount = 25", "the payment is refunded")]
    [InlineData("I2", "Payments", "update payments set amount = 24.99 where amount = 25", "booked for 25.00 EUR, paid 24.99 EUR")]
    [InlineData("I2", "Payments", "update payments set currency = 'PLN' where amount = 25", "booked for 25.00 EUR, paid 25.00 PLN")]
    [InlineData("I2", "Payments", "update payments set payment_key = gen_random_uuid() where amount = 25", "the booking says")]
    [InlineData("I2", "Bookings", "update claims set state = 'free', booking_id = null where seat = 'C8'", "has not claimed C8")]
    [InlineData("I2", "Bookings", "update claims set seat = 'E9' where seat = 'C8'", "has claimed E9, which it did not book")]
    [InlineData("I2", "Bookings", "update claims set screening_id = 8 where seat = 'C8'", "its claims are for screening 7 to 8")]
    [InlineData("I2", "Bookings", "update bookings set status = 'rejected', reason = 'SeatsTaken' where id = " + First,
        "C7 C8 of screening 7 booked for a booking that is rejected", "25.00 EUR paid for a booking that is rejected",
        "tickets issued for a booking that is rejected: C7 C8")]
    [InlineData("I2", "Bookings", "delete from bookings where id = " + First,
        "C7 C8 of screening 7 booked for a booking that does not exist",
        "25.00 EUR paid for a booking that does not exist", "tickets issued for a booking that does not exist: C7 C8")]
    [InlineData("I3", "Bookings", "update bookings set status = 'rejected', reason = 'SeatsTaken' where id = " + First,
        "25.00 EUR taken for no booking (this one is rejected)")]
    [InlineData("I3", "Provider", "delete from authorisations where amount = 25", "does not know its payment")]
    [InlineData("I3", "Provider", "update authorisations set amount = 26 where amount = 25", "the payment company has 26.00 EUR")]
    [InlineData("I3", "Provider", "update authorisations set state = 'voided' where amount = 25", "its payment is voided")]
    [InlineData("I3", "Provider", "update authorisations set state = 'authorised', ended_at = null where amount = 25",
        "authorised and not captured")]
    [InlineData("I3", "Provider",
        "insert into refunds (refund_id, payment_key, amount) "
        + "select gen_random_uuid(), payment_key, 5 from authorisations where amount = 25",
        "5.00 EUR of it was refunded")]
    public async Task Check_SpoiltBooking_IsNamed(string invariant, string database, string spoil, params string[] expected)
    {
        await _planted.ExecuteAsync(database, spoil);

        var report = await _planted.CheckAsync();

        foreach (var what in expected)
        {
            Assert.Contains(report.Violations, found =>
                (found.Invariant, found.Booking) == (invariant, PlantedBookings.First)
                && found.What.Contains(what, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(report.Violations, found => found.Booking == PlantedBookings.Second);
    }

    [Fact]
    public async Task Check_EffectsOfNoBooking_AreNamed()
    {
        await _planted.IssueAsync(PlantedBookings.Nobody, "F1");
        await _planted.AuthoriseAsync(PlantedBookings.Nobody, PlantedBookings.Nobody, 5, "captured", TimeSpan.FromMinutes(1));

        var report = await _planted.CheckAsync();

        Assert.Equal(
            [("I2", "tickets issued for a booking that does not exist: F1"),
             ("I3", $"5.00 EUR taken for no booking, payment {PlantedBookings.Nobody}")],
            report.Violations.Select(found => (found.Invariant, found.What)));
        Assert.All(report.Violations, found => Assert.Equal(PlantedBookings.Nobody, found.Booking));
    }

    [Fact]
    public async Task Check_TwoErrorsOfOneCustomerThatCancelOut_AreBothNamed()
    {
        // As many tickets as before, and as much money: a count per customer is right.
        await _planted.ExecuteAsync("Tickets", "update tickets set booking_id = $1 where seat = 'C8'", PlantedBookings.Second);

        var report = await _planted.CheckAsync();

        Assert.Contains(report.Violations, found =>
            found.Booking == PlantedBookings.First && found.What == "no ticket for C8");
        Assert.Contains(report.Violations, found =>
            found.Booking == PlantedBookings.Second && found.What == "has a ticket for C8, which it did not book");
    }

    [Fact]
    public async Task Check_SeatOfTwoConfirmedBookings_IsI1()
    {
        await _planted.ExecuteAsync("Bookings", "update bookings set seats = '{C7}' where seats = '{D1}'");

        var report = await _planted.CheckAsync();

        Assert.Contains(
            new Violation("I1", PlantedBookings.Second, $"seat C7 of screening 7 belongs to booking {PlantedBookings.First} too"),
            report.Violations);
    }

    [Fact]
    public async Task Check_TicketForSomebodyElsesSeat_IsI1()
    {
        await _planted.IssueAsync(PlantedBookings.Nobody, "C7");

        var report = await _planted.CheckAsync();

        Assert.Contains(report.Violations, found => (found.Invariant, found.Booking) == ("I1", PlantedBookings.Nobody));
    }

    [Fact]
    public async Task Check_ClaimsWithoutTheirKey_LooksForDoubleOnes()
    {
        await _planted.ExecuteAsync("Bookings", "alter table claims drop constraint pk_claims");
        await _planted.ExecuteAsync("Bookings", "insert into claims select * from claims where seat = 'D1'");

        var report = await _planted.CheckAsync();
        await _planted.ExecuteAsync("Bookings", "truncate claims");
        await _planted.ExecuteAsync("Bookings", "alter table claims add constraint pk_claims primary key (screening_id, seat)");

        Assert.Contains(report.Violations, found => found.Invariant == "I1" && found.What.Contains("no valid unique index"));
        Assert.Contains(new Violation("I1", PlantedBookings.Second, "seat D1 of screening 7 has 2 live claims"), report.Violations);
    }

    [Fact]
    public async Task Check_TwoLivePaymentsOfOneBooking_IsI7()
    {
        await _planted.ExecuteAsync("Payments", "alter table payments drop constraint pk_payments");
        await _planted.ExecuteAsync(
            "Payments",
            "insert into payments select booking_id, gen_random_uuid(), amount, currency, state from payments where amount = 25");

        var report = await _planted.CheckAsync();
        await _planted.ExecuteAsync("Payments", "truncate payments");
        await _planted.ExecuteAsync("Payments", "alter table payments add constraint pk_payments primary key (booking_id)");

        Assert.Contains(report.Violations, found => found is { Invariant: "I7", Booking: null });
        Assert.Contains(new Violation("I7", PlantedBookings.First, "there are 2 live payments"), report.Violations);
    }

    [Fact]
    public async Task Check_MoneyOfNobody_IsToleratedWhileTheSweeperMayCome()
    {
        await _planted.AuthoriseAsync(
            Guid.NewGuid(), PlantedBookings.Nobody, 5, "authorised", TimeSpan.FromSeconds(30));
        // A tombstone: voided before it was ever authorised.
        await _planted.ExecuteAsync(
            "Provider", "insert into authorisations (payment_key, state, ended_at) values (gen_random_uuid(), 'voided', now())");
        var young = await _planted.CheckAsync();
        await _planted.ExecuteAsync("Provider", "update authorisations set created_at = now() - interval '100 s' where amount = 5");
        var old = await _planted.CheckAsync();

        Assert.True(young.Clean);
        var found = Assert.Single(old.Violations);
        Assert.Equal(("I3", PlantedBookings.Nobody), (found.Invariant, found.Booking));
        Assert.Contains(" s for no booking", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NotCapturedYet_IsToleratedAfterTheDecision()
    {
        await _planted.ExecuteAsync("Provider", "update authorisations set state = 'authorised', ended_at = null");
        await _planted.ExecuteAsync("Bookings", "update bookings set ended_at = now() - interval '30 s'");

        Assert.True((await _planted.CheckAsync()).Clean);
    }

    [Fact]
    public async Task Check_AnswersThatDoNotHold_AreI4AndI5()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file,
        [
            "booking,answer,ms",
            $"{PlantedBookings.First},confirmed,12",
            $"{BookingId.ReferenceOf(PlantedBookings.Second)},rejected,9",
            $"{PlantedBookings.Second},cancelled,4",
            $"{PlantedBookings.First},cancelled,4",
            $$"""{"booking":"{{PlantedBookings.Nobody}}","answer":"confirmed"}""",
            $"{Guid.NewGuid()},unknown,5000",
        ]);
        await _planted.ExecuteAsync("Bookings", "update bookings set status = 'cancelled' where seats = '{C7,C8}'");

        var report = await _planted.CheckAsync(answers: await Answers.ReadAsync(file, CancellationToken.None));
        File.Delete(file);

        Assert.Contains(new Violation("I5", PlantedBookings.Second, "answered rejected, and is confirmed"), report.Violations);
        Assert.Contains(new Violation("I5", PlantedBookings.Second, "answered cancelled, and is confirmed"), report.Violations);
        Assert.Contains(report.Violations, found => (found.Invariant, found.Booking) == ("I4", PlantedBookings.Nobody));
        Assert.DoesNotContain(report.Violations, found =>
            found.Invariant is "I4" or "I5" && found.Booking == PlantedBookings.First);
    }

    [Fact]
    public async Task Check_LeftPrepared_IsI6FromTheAlarmAgeOn()
    {
        var attempt = Guid.NewGuid();
        var ours = new Gid(await _planted.DeploymentAsync(), attempt, 'p');
        var theirs = new Gid(Guid.NewGuid(), attempt, 'p');
        await _planted.ExecuteAsync(
            "Bookings",
            "insert into tx_decision (attempt, outcome, decided_by, booking_id) values ($1, 'commit', 'coordinator', $2)",
            attempt, PlantedBookings.First);
        await _planted.PrepareAsync("Payments", ours.ToString());
        await _planted.PrepareAsync("Payments", theirs.ToString());
        var young = await _planted.CheckAsync();
        var old = await _planted.CheckAsync(new() { Settle = TimeSpan.Zero, AlarmAge = TimeSpan.Zero });
        foreach (var gid in new[] { ours, theirs }) await _planted.ExecuteAsync("Payments", $"rollback prepared '{gid}'");

        Assert.True(young.Clean);
        var found = Assert.Single(old.Violations);
        Assert.Equal(("I6", PlantedBookings.First), (found.Invariant, found.Booking));
        Assert.EndsWith("decision: commit", found.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_DifferenceThatGoesAway_IsNoViolation()
    {
        await _planted.ExecuteAsync("Payments", "update payments set amount = 24 where amount = 25");

        var clock = new FirstTimerClock();
        var check = _planted.CheckAsync(
            new() { Settle = TimeSpan.FromSeconds(30), Again = TimeSpan.FromMilliseconds(50) }, clock: clock);
        // The check sets a timer only when its first look has found something: from then on it is to be put right.
        await clock.FirstTimer.WaitAsync(TimeSpan.FromSeconds(30));
        await _planted.ExecuteAsync("Payments", "update payments set amount = 25 where amount = 24");
        var report = await check;

        Assert.True(report.Clean);
        Assert.Equal(1, report.Resolved);
    }

    [Fact]
    public async Task Check_MoreSpoiltThanAreNamed_CountsTheRest()
    {
        await _planted.ExecuteAsync("Payments", "truncate payments");

        var report = await _planted.CheckAsync(new() { Settle = TimeSpan.Zero, NameAtMost = 1 });

        Assert.Equal(2, report.Violations.Count);
        Assert.Contains("1 more bookings do not agree", report.Violations[1].What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_DatabaseThatDoesNotAnswer_SaysWhich()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Databases.Settings)
            .AddInMemoryCollection([new("ConnectionStrings:Tickets", "Host=127.0.0.1;Port=1;Database=tickets;Username=dibs")])
            .Build();
        await using var broken = new CheckedDatabases(configuration);
        var check = new InvariantCheck(broken, new(), TimeProvider.System);

        var exception = await Assert.ThrowsAsync<CouldNotCheckException>(() =>
            check.RunAsync(null, null, CancellationToken.None));

        Assert.Equal("tickets", exception.Database);
    }
}
