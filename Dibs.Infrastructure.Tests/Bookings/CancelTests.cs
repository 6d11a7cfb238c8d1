using System.Collections.Concurrent;
using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Payments;
using Dibs.Infrastructure.Provider;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dibs.Infrastructure.Tests.Bookings;

/// <summary>Cancellations by every protocol, on real databases and a real broker, with all workers of an instance running.</summary>
[Collection(PostgresServers.Collection)]
public sealed class CancelTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>Captures and refunds come at once, so that a test sees them.</summary>
    private static readonly Dictionary<string, string?> Sweeping = new()
    {
        ["Payments:SweepCaptureAge"] = "00:00:00",
        ["Payments:SweepInterval"] = "00:00:00.200",
        ["Payments:Simulator:TimeoutCardDelay"] = "00:00:00.050",
        ["Payments:Simulator:SlowCardDelay"] = "00:00:01",
        ["Payments:SettleInterval"] = "00:00:00.100",
        ["Payments:SettleAgain"] = "00:00:00.200",
    };

    public static TheoryData<string> Protocols => ["2pc", "2pc-textbook", "saga"];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await RestartAsync(Sweeping);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Cancel_Confirmed_UndoesAllThreeAndSellsTheSeatsAgain(string protocol)
    {
        var booking = await BookedAsync(protocol, "A1", "A2");
        await CapturedAsync(booking);
        var told = new ConcurrentQueue<SeatChange>();
        await using var viewer = Host.Get<ISeatChangeFeed>().Subscribe(
            Screening, changes => { foreach (var change in changes) told.Enqueue(change); }, () => { });

        var cancelled = Assert.IsType<CancelResult.Cancelled>(await CancelAsync(booking));

        Assert.Equal(BookingStatus.Cancelled, cancelled.Booking.Status);
        await EndsAsync(booking, BookingStatus.Cancelled);
        await RefundedOnceAsync(booking);
        Assert.Equal(["A1", "A2"], told.Where(change => change.State == SeatState.Free).Select(change => change.Seat).Order());
        // Each seat's version has grown with every change, so that no viewer takes older news for newer.
        Assert.All(told.GroupBy(change => change.Seat), seat => Assert.Equal(seat.Count(), seat.Select(change => change.Version).Distinct().Count()));
        await Eventually.TrueAsync("it is in the timeline", Soon, async () =>
            (await FindAsync(booking)).Timeline.Any(line => line is { Step: "payments", What: "refunded" }));
        await BookedAsync(protocol, "A1", "A2");
        await AssertCleanAsync();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Cancel_TwentyAtOnceAndLater_RefundsOnce(string protocol)
    {
        var booking = await BookedAsync(protocol, "B1");
        await CapturedAsync(booking);

        var details = await FindAsync(booking);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CancelAsync(details)));
        var later = await CancelAsync(details);

        // On a machine that is starved one may be told to try again; none is told anything that is not so.
        Assert.All(results, result => Assert.True(result is CancelResult.Cancelled or CancelResult.Busy, $"{result}"));
        Assert.Contains(results, result => result is CancelResult.Cancelled);
        Assert.IsType<CancelResult.Cancelled>(later);
        await EndsAsync(booking, BookingStatus.Cancelled);
        await RefundedOnceAsync(booking);
        await AssertCleanAsync();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Cancel_LessThanHalfAnHourBeforeTheStart_IsTooLateAndChangesNothing(string protocol)
    {
        var late = Booking(await TestScreening.AddAsync(Host.Services, "A s", TimeSpan.FromMinutes(29)), "A1");
        var inTime = Booking(await TestScreening.AddAsync(Host.Services, "A s", TimeSpan.FromMinutes(31)), "A1");
        foreach (var booking in (BookingRequest[])[late, inTime])
            Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(protocol, booking));

        var tooLate = Assert.IsType<CancelResult.TooLate>(await CancelAsync(late));

        Assert.Equal(TimeSpan.FromMinutes(30), tooLate.Until);
        await AssertEffectsAsync(late, there: true);
        await CapturedAsync(late);
        Assert.IsType<CancelResult.Cancelled>(await CancelAsync(inTime));
        await AssertCleanAsync();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Cancel_BeforeTheMoneyWasTaken_LetsItGo(string protocol)
    {
        // Nobody captures for an hour.
        await RestartAsync(
            new Dictionary<string, string?> { ["Payments:SweepCaptureAge"] = "00:05:00" },
            services => services.Replace(ServiceDescriptor.Singleton<ICaptureQueue, NoCaptures>()));
        var booking = await BookedAsync(protocol, "C1");

        Assert.IsType<CancelResult.Cancelled>(await CancelAsync(booking));

        await EndsAsync(booking, BookingStatus.Cancelled);
        await Eventually.TrueAsync("voided", Soon, async () => await StateAsync(booking) == LedgerState.Voided);
        Assert.Equal(0L, await LedgerAsync("select count(*) from refunds where payment_key = $1", booking));
        await AssertCleanAsync();
    }

    /// <summary>
    /// The payment company does not answer; a settler asks what it did, hears that it was paid, and the customer cancels: half of them before
    /// the settler goes on, half just as it does.
    /// </summary>
    [Theory]
    [InlineData("2pc")]
    [InlineData("2pc-textbook")]
    public async Task Cancel_Pending_EndsInExactlyOneOfTheTwo(string protocol)
    {
        await RestartAsync(Sweeping, services =>
        {
            services.AddSingleton<PaymentSimulator>();
            services.Replace(ServiceDescriptor.Singleton<IPaymentProvider>(
                provider => new WatchedProvider(provider.GetRequiredService<PaymentSimulator>())));
        });
        var company = (WatchedProvider)Host.Get<IPaymentProvider>();
        var bookings = Enumerable.Range(1, 12).Select(number =>
            Booking($"D{number}") with { Protocol = protocol, CardToken = TestCard.TokenOf(TestCard.TimesOutPaid)! }).ToList();
        var results = await Task.WhenAll(bookings.Select(async (booking, number) =>
        {
            var outcome = await BookAsync(protocol, booking);
            Assert.IsType<BookingOutcome.Unknown>(outcome);
            var question = company.Watch(booking.PaymentKey);
            Assert.True(await Host.Get<IBookingRegister>().SavePendingAsync(booking, CancellationToken.None));
            var pending = await FindAsync(booking);
            await question.Asked.WaitAsync(Soon);
            if (number % 2 == 1) question.Answer();
            var result = await CancelAsync(pending);
            question.Answer();
            if (number % 2 == 0) Assert.IsType<CancelResult.Cancelled>(result);
            return result;
        }));

        foreach (var (booking, result) in bookings.Zip(results))
        {
            // Whoever was told "cancelled" is; who was told to try again has whatever the settler makes of it.
            if (result is CancelResult.Cancelled) await EndsAsync(booking, BookingStatus.Cancelled);
            else await EndsAsync(booking, BookingStatus.Confirmed);
        }

        await Eventually.TrueAsync("no money is kept for the cancelled ones", Soon, async () =>
            (await Task.WhenAll(bookings.Zip(results).Where(pair => pair.Second is CancelResult.Cancelled)
                .Select(pair => StateAsync(pair.First)))).All(state => state is LedgerState.Voided or LedgerState.Refunded));
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Cancel_SagaThatIsStillBeingMade_TurnsBack()
    {
        var booking = Booking("E1") with { Protocol = "saga", CardToken = TestCard.TokenOf(TestCard.AnswersSlowly)! };
        var being = BookAsync("saga", booking);
        BookingDetails? pending = null;
        await Eventually.TrueAsync("pending", Soon, async () =>
            (pending = (await Host.Get<IBookingRegister>().FindAsync(booking.BookingId, CancellationToken.None))?.Booking) is not null);

        Assert.IsType<CancelResult.Cancelled>(await CancelAsync(pending!));

        var outcome = Assert.IsType<BookingOutcome.Rejected>(await being);
        Assert.Equal(RejectionReason.Cancelled, outcome.Reason);
        await EndsAsync(booking, BookingStatus.Cancelled);
        await Eventually.TrueAsync("voided", Soon, async () => await StateAsync(booking) == LedgerState.Voided);
        await BookedAsync("saga", "E1");
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Cancel_Rejected_HasNothingToCancel()
    {
        var booking = Booking("F1") with { CardToken = TestCard.TokenOf(TestCard.Declined)! };
        var rejected = Assert.IsType<BookingOutcome.Rejected>(await BookAsync("2pc", booking));
        await Host.Get<IBookingRegister>().SaveRejectedAsync(booking, rejected, CancellationToken.None);

        Assert.IsType<CancelResult.NotMade>(await CancelAsync(booking));
    }

    /// <summary>One of the three databases is not as it must be: then nothing is undone.</summary>
    [Theory]
    [InlineData("2pc", "Payments", "update payments set state = 'refunded', returned_at = clock_timestamp()")]
    [InlineData("2pc-textbook", "Tickets", "update tickets set state = 'void'")]
    public async Task Cancel_OneRefuses_LeavesTheOthersAsTheyWere(string protocol, string database, string harm)
    {
        var booking = await BookedAsync(protocol, "G1");
        await CapturedAsync(booking);
        await ExecuteAsync(database, harm + " where booking_id = $1", booking);

        Assert.IsType<CancelResult.Busy>(await CancelAsync(booking));

        Assert.Equal(BookingStatus.Confirmed, (await FindAsync(booking)).Status);
        Assert.Equal(LedgerState.Captured, await StateAsync(booking));
        await ExecuteAsync(database, (database == "Payments"
            ? "update payments set state = 'paid', returned_at = null"
            : "update tickets set state = 'issued'") + " where booking_id = $1", booking);
        await AssertEffectsAsync(booking, there: true);
        Assert.IsType<CancelResult.Cancelled>(await CancelAsync(booking));
        await EndsAsync(booking, BookingStatus.Cancelled);
    }

    private async Task<BookingRequest> BookedAsync(string protocol, params string[] seats)
    {
        var booking = Booking(seats) with { Protocol = protocol };
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(protocol, booking));
        Host.Get<ICaptureQueue>().Enqueue(booking.PaymentKey, booking.BookingId);
        return booking;
    }

    private async Task<CancelResult> CancelAsync(BookingRequest booking) => await CancelAsync(await FindAsync(booking));

    private Task<CancelResult> CancelAsync(BookingDetails booking) =>
        Host.Get<IBookingChanges>().CancelAsync(booking, CancellationToken.None);

    private async Task<BookingDetails> FindAsync(BookingRequest booking) =>
        (await Host.Get<IBookingRegister>().FindAsync(booking.BookingId, CancellationToken.None))!.Value.Booking;

    /// <summary>The booking's end, with all of its effects or none.</summary>
    private async Task EndsAsync(BookingRequest booking, BookingStatus status)
    {
        await Eventually.TrueAsync($"{status}", Soon, async () => (await FindAsync(booking)).Status == status);
        await AssertEffectsAsync(booking, there: status == BookingStatus.Confirmed);
    }

    private Task CapturedAsync(BookingRequest booking) =>
        Eventually.TrueAsync("captured", Soon, async () => await StateAsync(booking) == LedgerState.Captured);

    private async Task RefundedOnceAsync(BookingRequest booking)
    {
        await Eventually.TrueAsync("refunded", Soon, async () => await StateAsync(booking) == LedgerState.Refunded);
        Assert.Equal(1L, await LedgerAsync("select count(*) from refunds where payment_key = $1", booking));
        Assert.Equal(1L, await LedgerAsync(
            "select count(*) from authorisations where payment_key = $1 and state = 'captured' and refunded = amount", booking));
        await Eventually.TrueAsync("written down", Soon, async () =>
        {
            await using var payments = await ContextAsync<PaymentsContext>();
            return await payments.Payments.AnyAsync(row => row.BookingId == booking.BookingId && row.ReturnedAt != null);
        });
    }

    private Task<LedgerState> StateAsync(BookingRequest booking) =>
        Host.Get<IPaymentProvider>().FindAsync(booking.PaymentKey, CancellationToken.None);

    private async Task<long> LedgerAsync(string query, BookingRequest booking)
    {
        await using var command = Host.Get<DataSources>().Provider.CreateCommand(query);
        command.Parameters.Add(new() { Value = booking.PaymentKey });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string database, string statement, BookingRequest booking)
    {
        var sources = Host.Get<DataSources>();
        await using var command = (database == "Payments" ? sources.Payments : sources.Tickets).CreateCommand(statement);
        command.Parameters.Add(new() { Value = booking.BookingId });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private sealed class NoCaptures : ICaptureQueue
    {
        public void Enqueue(Guid paymentKey, Guid bookingId)
        {
        }
    }
}
