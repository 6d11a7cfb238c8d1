using Dibs.Experiments.Loading;
using Dibs.Experiments.Running;
using Dibs.Infrastructure.Checking;
using Dibs.Infrastructure.Tests.Checking;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Running;

/// <summary>What must make a run invalid does.</summary>
[Collection(PostgresServers.Collection)]
public sealed class RunCheckTests(FreshDatabases databases) : DatabaseTests(databases)
{
    private PlantedBookings _planted = null!;
    private RunCheck _check = null!;

    public override async Task InitializeAsync()
    {
        _planted = new PlantedBookings(Databases);
        await _planted.StartOverAsync();
        var opened = Instance(services => services.AddSingleton<CheckedDatabases>())
            .GetRequiredService<CheckedDatabases>();
        _check = new RunCheck(opened, new() { Settle = TimeSpan.Zero }, TimeProvider.System);
    }

    [Fact]
    public async Task Run_WholeBookingsAndTrueAnswers_IsValid() =>
        Assert.Empty((await _check.RunAsync([Row(PlantedBookings.First, Outcome.Sold),
            Row(PlantedBookings.Second, Outcome.Sold)], default)).Violations);

    [Fact]
    public async Task Run_SeatSoldTwice_IsInvalid()
    {
        await _planted.ExecuteAsync("Bookings", "update bookings set seats = '{C7}' where id = $1",
            PlantedBookings.Second);
        await _planted.ExecuteAsync("Tickets", "update tickets set seat = 'C7' where booking_id = $1",
            PlantedBookings.Second);

        Assert.NotEmpty(await FoundAsync());
    }

    [Fact]
    public async Task Run_TicketMissing_IsInvalid()
    {
        await _planted.ExecuteAsync("Tickets", "delete from tickets where seat = 'C8'");

        Assert.Contains(await FoundAsync(), found => found.Contains("no ticket for C8", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_TwoErrorsOfOneCustomerThatCancelOut_AreBothFound()
    {
        // The customer has as many tickets as seats, and the thesis counted no more than that.
        await _planted.ExecuteAsync("Tickets", "delete from tickets where seat = 'C8'");
        await _planted.IssueAsync(PlantedBookings.Second, "E9");

        var found = await FoundAsync();

        Assert.Contains(found, line => line.Contains($"{PlantedBookings.First}", StringComparison.Ordinal));
        Assert.Contains(found, line => line.Contains($"{PlantedBookings.Second}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_SoldAndNotThere_IsInvalid() =>
        Assert.NotEmpty((await _check.RunAsync([Row(PlantedBookings.Nobody, Outcome.Sold)], default)).Violations);

    [Fact]
    public async Task Run_RefusedAndThereAllTheSame_IsInvalid() =>
        Assert.NotEmpty((await _check.RunAsync([Row(PlantedBookings.First, Outcome.LostRace)], default)).Violations);

    [Fact]
    public async Task Run_UnknownOrBusy_PromisesNothing() =>
        Assert.Empty((await _check.RunAsync([Row(PlantedBookings.First, Outcome.Unknown),
            Row(PlantedBookings.Nobody, Outcome.Busy)], default)).Violations);

    [Fact]
    public async Task Run_AfterAnInvalidOne_IsJudgedByItself()
    {
        await _planted.ExecuteAsync("Tickets", "delete from tickets where seat = 'C8'");
        Assert.NotEmpty(await FoundAsync());

        Assert.Empty(await FoundAsync());
    }

    private async Task<IReadOnlyList<string>> FoundAsync() => (await _check.RunAsync([], default)).Violations;

    private static RequestRow Row(Guid booking, Outcome outcome) => new(0, 1, 0, 0, 1, outcome, 201, 1, booking);
}
