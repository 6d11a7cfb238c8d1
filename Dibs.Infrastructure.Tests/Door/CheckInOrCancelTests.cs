using Dibs.Domain.Bookings;
using Dibs.Domain.Door;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Door;

/// <summary>Somebody comes in with a ticket while its booking is cancelled.</summary>
[Collection(PostgresServers.Collection)]
public sealed class CheckInOrCancelTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    private static readonly StaffMember Usher = new("1", "Una", [StaffRoles.Usher]);

    public static TheoryData<string> Protocols => ["2pc", "2pc-textbook", "saga"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Cancel_AfterSomebodyCameIn_IsRefusedAndChangesNothing(string protocol)
    {
        var booking = await BookedAsync(protocol, "A1", "A2");
        Assert.IsType<CheckInResult.Ok>(await ScanAsync(booking));

        Assert.IsType<CancelResult.CheckedIn>(await CancelAsync(booking));

        await AssertEffectsAsync(booking, there: true);
        await AssertCleanAsync();
    }

    /// <summary>
    /// Ten bookings, each cancelled and let in at once. By two-phase commit it is the one or the other; a saga, which has no lock over
    /// two databases, may have both, and then says so.
    /// </summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task CancelAndCheckIn_AtOnce_AreOneOfTheTwo(string protocol)
    {
        var bookings = new List<BookingRequest>();
        for (var number = 1; number <= 10; number++) bookings.Add(await BookedAsync(protocol, $"B{number}"));

        var results = await Task.WhenAll(bookings.Select(async booking =>
        {
            var cancelling = CancelAsync(booking);
            return (Scan: await ScanAsync(booking), Cancel: await cancelling);
        }));

        foreach (var (booking, (scan, cancel)) in bookings.Zip(results))
        {
            var (isIn, isCancelled) = (scan is CheckInResult.Ok, cancel is CancelResult.Cancelled);
            Assert.True(isIn || isCancelled || scan is CheckInResult.Wrong { Reason: WrongReason.Changing }, $"{scan}, {cancel}");
            if (protocol == "saga") Assert.Equal(isIn && isCancelled, await HasConflictAsync(booking));
            else Assert.False(isIn && isCancelled, "Somebody is in whose money is on its way back.");
            if (isCancelled)
            {
                await Eventually.TrueAsync("cancelled", TimeSpan.FromSeconds(30), async () =>
                    (await Host.Get<IBookingRegister>().FindAsync(booking.BookingId, default))!.Value.Booking.Status == BookingStatus.Cancelled);
            }

            await AssertEffectsAsync(booking, there: !isCancelled);
        }

        await AssertCleanAsync();
    }

    /// <summary>A saga's cancellation is past its pivot, and its tickets are not void yet.</summary>
    [Fact]
    public async Task SagaVoidsATicketThatIsIn_StaffAreTold()
    {
        var booking = await BookedAsync("saga", "C1");
        Assert.IsType<CheckInResult.Ok>(await ScanAsync(booking));

        // Without asking whether somebody is in, as where somebody comes in right after that.
        await BookAsync("saga", booking with { Change = BookingChange.Cancel(TimeSpan.Zero) });

        await Eventually.TrueAsync("cancelled", TimeSpan.FromSeconds(30), async () =>
            (await Host.Get<IBookingRegister>().FindAsync(booking.BookingId, default))!.Value.Booking.Status == BookingStatus.Cancelled);
        var list = (await Host.Get<ICheckIn>().ListAsync(Usher, Screening, default))!;
        var conflict = Assert.Single(list.Conflicts, conflict => conflict.Seat == "C1");
        Assert.Equal((ConflictReason.Cancelled, "door 1"), (conflict.Reason, conflict.Door));
        Assert.Equal(WrongReason.Cancelled, Assert.IsType<CheckInResult.Wrong>(await ScanAsync(booking)).Reason);
        await AssertCleanAsync();
    }

    private async Task<BookingRequest> BookedAsync(string protocol, params string[] seats)
    {
        var booking = Booking(seats) with { Protocol = protocol };
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(protocol, booking));
        return booking;
    }

    private Task<CheckInResult> ScanAsync(BookingRequest booking) => Host.Get<ICheckIn>().CheckInAsync(
        Usher, new Scan(booking.Tickets[0].Code, "door 1", Screening, Guid.NewGuid()), default);

    private async Task<CancelResult> CancelAsync(BookingRequest booking) => await Host.Get<IBookingChanges>().CancelAsync(
        (await Host.Get<IBookingRegister>().FindAsync(booking.BookingId, default))!.Value.Booking, default);

    private async Task<bool> HasConflictAsync(BookingRequest booking)
    {
        await using var command = Host.Get<DataSources>().Tickets.CreateCommand(
            "select exists (select from check_in_conflicts join tickets on code = ticket_code where booking_id = $1)");
        command.Parameters.Add(new() { Value = booking.BookingId });
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
