using System.Globalization;
using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Domain.Protocols.TwoPhaseCommit;
using Dibs.Domain.Repairs;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Saga;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.TwoPhaseCommit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Dibs.Infrastructure.Tests.Repairs;

/// <summary>
/// What is stuck comes to the desk and ends from there, without SQL. No worker recovers beside it; where a test writes to a database
/// itself it only makes something older than it is.
/// </summary>
[Collection(PostgresServers.Collection)]
public sealed class StuckWorkTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    private static readonly StaffMember Eve = new("7", "Eve", [StaffRoles.Engineer]);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string?> Alone = new()
    {
        ["Repairs:PreparedAge"] = "00:00:01",
        ["TwoPhaseCommit:RecoveryMinimumAge"] = "00:00:00.500",
        ["Payments:SweepInterval"] = "00:05:00",
        ["Saga:CompensateAgainAfter"] = "00:00:10",
        ["Saga:AnswerWithin"] = "00:00:00.100",
    };

    private IStuckWork Desk => Host.Get<IStuckWork>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await RestartAsync(Alone, services =>
        {
            WithoutRecovery(services);
            DeafSteps.Use(services);
        });
    }

    [Theory]
    [InlineData("2pc", 2)]
    [InlineData("2pc-textbook", 3)]
    public async Task Prepared_CoordinatorGoneAfterItsDecision_IsKeptFromTheDesk(string protocol, int branches)
    {
        var booking = Booking("A1", "A2") with { Protocol = protocol };
        await using var dying = await StartAsync(Alone, services =>
        {
            WithoutRecovery(services);
            services.Replace(ServiceDescriptor.Singleton<ICrashPoints, GoneAfterItsDecision>());
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => dying.Services.GetServices<IBookingProtocol>()
            .Single(one => one.Name == protocol)
            .BookAsync(booking, new(TimeProvider.System), CancellationToken.None));

        var stuck = await StuckAsync(StuckKind.Prepared, branches);
        Assert.All(stuck, item => Assert.Equal(booking.Reference, item.Reference));
        foreach (var item in stuck)
            Assert.IsType<RepairAnswer.Done>(await Desk.ResolveAsync(Eve, item.Kind, item.Id, CancellationToken.None));

        await AssertEffectsAsync(booking, there: true);
        Assert.Empty((await Desk.ReadAsync(Eve, CancellationToken.None)).Items);
        Assert.Equal(
            stuck.Select(item => (item.Id, "Eve")).Order(),
            (await AuditAsync("prepared.resolved")).Where(entry => stuck.Any(item => item.Id == entry.Subject))
                .Select(entry => (entry.Subject, entry.ByName)).Order());
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Prepared_NothingDecided_BlockedSeatsAreNamedAndFreeAfterwards()
    {
        await using (var database = await ContextAsync<BookingsContext>())
        {
            database.Claims.Add(new Claim { ScreeningId = Screening, Seat = "B1", State = SeatState.Free, Version = 1 });
            await database.SaveChangesAsync();
        }

        var seats = Host.Services.GetServices<IParticipant>().Single(participant => participant.Step == Step.ReserveSeats);
        var gid = new Gid(await Host.Get<IDecisionLog>().DeploymentAsync(CancellationToken.None), Guid.NewGuid(), seats.Branch);
        await using (var transaction = await seats.BeginAsync(CancellationToken.None))
        {
            await transaction.ApplyAsync(Booking("B1"), CancellationToken.None);
            Assert.True(await transaction.PrepareAsync(gid, CancellationToken.None));
        }

        var stuck = Assert.Single(await StuckAsync(StuckKind.Prepared, 1));
        Assert.Equal((gid.ToString(), null, "B1"), (stuck.Id, stuck.Reference, string.Join(',', stuck.Seats)));
        Assert.IsType<RepairAnswer.Done>(await Desk.ResolveAsync(Eve, stuck.Kind, stuck.Id, CancellationToken.None));
        Assert.IsType<RepairAnswer.Gone>(await Desk.ResolveAsync(Eve, stuck.Kind, stuck.Id, CancellationToken.None));

        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync("2pc", Booking("B1")));
    }

    [Fact]
    public async Task Saga_CompensationWithoutAnswer_RetriedOrSettledButOnlyIfItIsTrue()
    {
        await RestartAsync(Alone.Append(new("Tickets:FailureRate", "1")).ToDictionary(), services =>
        {
            WithoutRecovery(services);
            DeafSteps.Use(services);
        });
        var (retried, settled) = (await RefundingAsync("C1"), await RefundingAsync("C2"));

        var stuck = await StuckAsync(StuckKind.Saga, 2);
        Assert.All(stuck, item => Assert.Equal((BookingStatus.Pending, true), (item.Status, item.CanSettle)));
        Assert.Equal(["C1", "C2"], stuck.SelectMany(item => item.Seats).Order());
        await Eventually.TrueAsync("its history is there", Soon, async () =>
            (await StuckAsync(StuckKind.Saga, 2)).All(item => item.History.Any(line => line is { Step: "saga", What: "refunding" })));

        // Its payment is in effect, so nobody may say that it is not.
        var untrue = await Desk.SettleAsync(Eve, $"{settled.BookingId}", "Paid back in cash.", CancellationToken.None);
        Assert.IsType<RepairAnswer.Refused>(untrue);
        Host.Get<DeafSteps>().Listens = true;
        Assert.IsType<RepairAnswer.Done>(await Desk.ResolveAsync(Eve, StuckKind.Saga, $"{retried.BookingId}", CancellationToken.None));
        await EndedAsync(retried);
        // The step is done, and its answer is lost.
        await Host.Services.GetServices<IParticipant>().Single(participant => participant.Step == Step.TakePayment)
            .CompensateAsync(settled, CancellationToken.None);
        Assert.IsType<RepairAnswer.Refused>(await Desk.SettleAsync(Eve, $"{settled.BookingId}", " ", CancellationToken.None));
        Assert.IsType<RepairAnswer.Done>(await Desk.SettleAsync(Eve, $"{settled.BookingId}", "Voided by phone.", CancellationToken.None));
        await EndedAsync(settled);

        Assert.Empty((await Desk.ReadAsync(Eve, CancellationToken.None)).Items);
        Assert.Equal(retried.Reference, Assert.Single(await AuditAsync("saga.retried")).Subject);
        Assert.Equal("Paid back in cash.", Assert.Single(await AuditAsync("saga.not-settled")).Reason);
        Assert.Equal("Voided by phone.", Assert.Single(await AuditAsync("saga.settled-by-hand")).Reason);
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Message_ThatNobodyCanRead_IsShownInPlainWordsAndThrownAway()
    {
        var queue = Host.Get<SagaQueues>().Pay;
        await Host.Get<Publisher>().SendAsync(
            new Message("", queue, "saga-surprise", null, """{"hello":1}"""u8.ToArray()), CancellationToken.None);

        var stuck = Assert.Single(await StuckAsync(StuckKind.Parked, 1));
        Assert.Equal(
            $"A message of 11 bytes in {queue}, which says it is 'saga-surprise'. Nobody can read it. It begins: {{\"hello\":1}}", stuck.What);
        Assert.False(stuck.CanResolve);
        Assert.IsType<RepairAnswer.Refused>(await Desk.ResolveAsync(Eve, stuck.Kind, stuck.Id, CancellationToken.None));
        Assert.IsType<RepairAnswer.Refused>(await Desk.DiscardAsync(Eve, stuck.Id, "x", CancellationToken.None));
        Assert.IsType<RepairAnswer.Done>(await Desk.DiscardAsync(Eve, stuck.Id, "Sent by a test.", CancellationToken.None));

        Assert.Empty((await Desk.ReadAsync(Eve, CancellationToken.None)).Items);
        var entry = Assert.Single(await AuditAsync("message.discarded"));
        Assert.Equal("Sent by a test.", entry.Reason);
        Assert.Contains(queue, entry.Before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authorisation_OfNoBooking_IsVoidedBySweeperFromTheDesk()
    {
        var (key, provider) = (Guid.NewGuid(), Host.Get<IPaymentProvider>());
        await provider.AuthoriseAsync(
            key, Guid.NewGuid(), new Money(20, "PLN"), TestCard.TokenOf(TestCard.Pays)!, CancellationToken.None);
        await OlderAsync(Host.Get<DataSources>().Provider, "update authorisations set created_at = created_at - interval '2 min' where payment_key = $1", key);

        var stuck = Assert.Single(await StuckAsync(StuckKind.Authorisation, 1));
        Assert.Equal("The payment company keeps 20.00 PLN on a card, and no booking owns it.", stuck.What);
        Assert.IsType<RepairAnswer.Done>(await Desk.ResolveAsync(Eve, stuck.Kind, stuck.Id, CancellationToken.None));

        Assert.Equal(LedgerState.Voided, await provider.FindAsync(key, CancellationToken.None));
        Assert.Single(await AuditAsync("authorisation.swept"));
    }

    [Fact]
    public async Task Desk_WhoMayNotRepair_SeesAndDoesNothing()
    {
        var usher = new StaffMember("8", "Ulf", [StaffRoles.Usher, StaffRoles.Manager]);

        await Assert.ThrowsAsync<NotAllowedException>(() => Desk.ReadAsync(usher, CancellationToken.None));
        await Assert.ThrowsAsync<NotAllowedException>(() => Desk.ResolveAsync(usher, StuckKind.Saga, "x", CancellationToken.None));
        await Assert.ThrowsAsync<NotAllowedException>(() => Desk.SettleAsync(usher, "x", "because", CancellationToken.None));
        await Assert.ThrowsAsync<NotAllowedException>(() => Desk.DiscardAsync(usher, "1", "because", CancellationToken.None));
    }

    private static void WithoutRecovery(IServiceCollection services) => services.Remove(services.Single(service =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(RecoveryWorker)));

    /// <summary>Books, and comes back when its saga cannot give the payment back; two minutes later, so to say.</summary>
    private async Task<BookingRequest> RefundingAsync(string seat)
    {
        var booking = Booking(seat);
        await BookAsync("saga", booking);
        await Eventually.TrueAsync("it turns back", Soon, async () => await OlderAsync(
            Host.Get<DataSources>().Bookings,
            """
            update sagas set created_at = created_at - interval '2 min', wake_at = clock_timestamp() + interval '1 hour'
            where booking_id = $1 and phase = 'refunding'
            """,
            booking.BookingId) == 1);
        return booking with { Protocol = "saga", Stage = BookingStage.Tentative };
    }

    private async Task<IReadOnlyList<StuckItem>> StuckAsync(StuckKind kind, int count)
    {
        IReadOnlyList<StuckItem> found = [];
        await Eventually.TrueAsync(
            string.Create(CultureInfo.InvariantCulture, $"{count} of {kind} on the desk"), Soon, async () =>
            {
                var reading = await Desk.ReadAsync(Eve, CancellationToken.None);
                Assert.Empty(reading.Unread);
                found = [.. reading.Items.Where(item => item.Kind == kind)];
                return found.Count == count;
            });
        return found;
    }

    private Task EndedAsync(BookingRequest booking) => Eventually.TrueAsync("its booking is rejected", Soon, async () =>
        (await Host.Get<IBookingRegister>().FindAsync(booking.Reference, CancellationToken.None))!.Status == BookingStatus.Rejected);

    private async Task<List<WrittenAuditEntry>> AuditAsync(string action)
    {
        var found = new List<WrittenAuditEntry>();
        await foreach (var entry in Host.Get<IAuditTrail>().SearchAsync(new AuditQuery(action), CancellationToken.None)) found.Add(entry);
        return found;
    }

    private static async Task<int> OlderAsync(NpgsqlDataSource database, string statement, Guid id)
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteNonQueryAsync();
    }

    private sealed class GoneAfterItsDecision : ICrashPoints
    {
        public ValueTask ReachAsync(string point, Guid bookingId) => point.EndsWith(CrashPoint.Decided, StringComparison.Ordinal)
            ? throw new InvalidOperationException("Gone.")
            : ValueTask.CompletedTask;
    }
}
