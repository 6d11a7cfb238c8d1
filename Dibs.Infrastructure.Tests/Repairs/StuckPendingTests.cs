using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Repairs;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Bookings;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Repairs;

/// <summary>
/// Bookings whose payment got no answer come to the desk and end from there. Nobody settles beside it; where a test writes to a
/// database itself it only makes something older than it is.
/// </summary>
[Collection(PostgresServers.Collection)]
public sealed class StuckPendingTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    private static readonly StaffMember Eve = new("7", "Eve", [StaffRoles.Engineer]);

    private IStuckWork Desk => Host.Get<IStuckWork>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await RestartAsync(
            new Dictionary<string, string?> { ["Payments:Simulator:TimeoutCardDelay"] = "00:00:00.020", ["Payments:SweepInterval"] = "00:05:00" },
            services => services.Remove(services.Single(service =>
                service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(SettleWorker))));
    }

    [Fact]
    public async Task Pending_PaidOrNot_ShownWithItsSeatsAndEndedAsTheCompanySays()
    {
        var (paid, unpaid) = (await PendingAsync(TestCard.TimesOutPaid, "A1", "A2"), await PendingAsync(TestCard.TimesOutUnpaid, "A3"));
        // Young ones are left to the settler.
        Assert.Empty((await Desk.ReadAsync(Eve, CancellationToken.None)).Items);
        await OlderAsync();

        var stuck = (await Desk.ReadAsync(Eve, CancellationToken.None)).Items;
        Assert.Equal([(paid.Reference, "A1 A2"), (unpaid.Reference, "A3")], stuck.Select(item => (item.Reference!, string.Join(' ', item.Seats))));
        Assert.All(stuck, item =>
        {
            Assert.Equal((StuckKind.Pending, BookingStatus.Pending, true), (item.Kind, item.Status, item.CanResolve));
            Assert.InRange(item.Age, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4));
            Assert.StartsWith("The payment company did not say what became of", item.What, StringComparison.Ordinal);
        });

        foreach (var (item, status) in stuck.Zip((string[])["confirmed", "rejected"]))
        {
            var done = Assert.IsType<RepairAnswer.Done>(await Desk.ResolveAsync(Eve, item.Kind, item.Id, CancellationToken.None));
            Assert.EndsWith($"the booking is {status}.", done.Words, StringComparison.Ordinal);
            Assert.IsType<RepairAnswer.Gone>(await Desk.ResolveAsync(Eve, item.Kind, item.Id, CancellationToken.None));
        }

        await AssertEffectsAsync(paid, there: true);
        await AssertEffectsAsync(unpaid, there: false);
        Assert.Empty((await Desk.ReadAsync(Eve, CancellationToken.None)).Items);
        Assert.Equal(LedgerState.Voided, await Host.Get<IPaymentProvider>().FindAsync(unpaid.PaymentKey, CancellationToken.None));
        Assert.Equal(1, await AuditedAsync(paid));
        Assert.Equal(1, await AuditedAsync(unpaid));
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Pending_TicketsAwayThenManyAtOnce_WaitsAndIsThenConfirmedWithOneCharge()
    {
        var booking = await PendingAsync(TestCard.TimesOutPaid, "B1");
        await OlderAsync();
        var id = $"{booking.BookingId}";
        await ExecuteAsync(Host.Get<DataSources>().Tickets, "alter table tickets rename to hidden");
        try
        {
            Assert.IsType<RepairAnswer.StillStuck>(await Desk.ResolveAsync(Eve, StuckKind.Pending, id, CancellationToken.None));
            Assert.Equal("B1", Assert.Single(Assert.Single((await Desk.ReadAsync(Eve, CancellationToken.None)).Items).Seats));
        }
        finally
        {
            await ExecuteAsync(Host.Get<DataSources>().Tickets, "alter table hidden rename to tickets");
        }

        // Several engineers, and the settler beside them.
        var settler = Host.Get<PendingSettler>();
        await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => (Task[])
        [
            Task.Run(() => Desk.ResolveAsync(Eve, StuckKind.Pending, id, CancellationToken.None)),
            Task.Run(() => settler.RunOnceAsync(CancellationToken.None)),
        ]));
        await Desk.ResolveAsync(Eve, StuckKind.Pending, id, CancellationToken.None);

        await AssertEffectsAsync(booking, there: true);
        await using var charges = Host.Get<DataSources>().Provider.CreateCommand(
            "select count(*) from authorisations where booking_id = $1 and state in ('authorised', 'captured')");
        charges.Parameters.Add(new() { Value = booking.BookingId });
        Assert.Equal(1L, await charges.ExecuteScalarAsync());
        await AssertCleanAsync();
    }

    /// <summary>As the booking service does it where the company did not answer.</summary>
    private async Task<BookingRequest> PendingAsync(string card, params string[] seats)
    {
        var booking = Booking(seats) with { Protocol = "2pc", CardToken = TestCard.TokenOf(card)! };
        Assert.Equal(new BookingOutcome.Unknown(UnknownReason.Payment), await BookAsync("2pc", booking));
        Assert.True(await Host.Get<IBookingRegister>().SavePendingAsync(booking, CancellationToken.None));
        return booking;
    }

    /// <summary>Two minutes later, so to say.</summary>
    private Task OlderAsync() => ExecuteAsync(
        Host.Get<DataSources>().Bookings, "update bookings set created_at = created_at - interval '2 min' where status = 'pending'");

    private static async Task ExecuteAsync(NpgsqlDataSource database, string statement)
    {
        await using var command = database.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>How often the audit says that Eve had the company asked.</summary>
    private async Task<int> AuditedAsync(BookingRequest booking)
    {
        var found = 0;
        await foreach (var entry in Host.Get<IAuditTrail>().SearchAsync(new AuditQuery(booking.Reference), CancellationToken.None))
            if (entry is { Action: "booking.asked-again", ByName: "Eve" }) found++;
        return found;
    }
}
