using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Participants.Tickets;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Protocols;

/// <summary>What every protocol owes, on real databases and a real broker, with all workers of an instance running.</summary>
[Collection(PostgresServers.Collection)]
public sealed class ProtocolContractTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    public static TheoryData<string> Protocols => ["2pc", "2pc-textbook", "saga"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_FreeSeats_ConfirmsWithAllEffects(string protocol)
    {
        var booking = Booking("A1", "A2");

        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(protocol, booking));

        await AssertEffectsAsync(booking, there: true);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_OneSeatTaken_RejectsNamingItAndTakesNone(string protocol)
    {
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(protocol, Booking("B1")));
        var booking = Booking("B1", "B2");

        var rejected = Assert.IsType<BookingOutcome.Rejected>(await BookAsync(protocol, booking));

        Assert.Equal(RejectionReason.SeatsTaken, rejected.Reason);
        Assert.Equal(["B1"], rejected.Seats);
        await AssertEffectsAsync(booking, there: false);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_SameBookingTwice_SecondIsADuplicate(string protocol)
    {
        var booking = Booking("C1");
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(protocol, booking));

        Assert.Null(await BookAsync(protocol, booking with { PaymentKey = Guid.NewGuid() }));

        await AssertEffectsAsync(booking, there: true);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_CardDeclined_RejectsAndFreesTheSeats(string protocol)
    {
        var booking = Booking("D1") with { CardToken = TestCard.TokenOf(TestCard.Declined)! };

        var rejected = Assert.IsType<BookingOutcome.Rejected>(await BookAsync(protocol, booking));

        Assert.Equal((Step.TakePayment, RejectionReason.PaymentDeclined), (rejected.By!.Value, rejected.Reason));
        await AssertEffectsAsync(booking, there: false);
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(protocol, Booking("D1")));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_TicketsRefused_RejectsAndVoidsThePayment(string protocol)
    {
        await RestartAsync(new Dictionary<string, string?> { ["Tickets:FailureRate"] = "1" });
        var booking = Booking("E1");

        var rejected = Assert.IsType<BookingOutcome.Rejected>(await BookAsync(protocol, booking));

        Assert.Equal((Step.IssueTickets, RejectionReason.TicketsRefused), (rejected.By!.Value, rejected.Reason));
        await AssertEffectsAsync(booking, there: false);
        var state = await Host.Get<IPaymentProvider>().FindAsync(booking.PaymentKey, CancellationToken.None);
        Assert.Equal(LedgerState.Voided, state);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_ScreeningHasBegun_IsClosed(string protocol)
    {
        var screening = await TestScreening.AddAsync(Host.Services, "A ss", TimeSpan.FromMinutes(-1));

        var rejected = Assert.IsType<BookingOutcome.Rejected>(await BookAsync(protocol, Booking(screening, "A1")));

        Assert.Equal(RejectionReason.SalesClosed, rejected.Reason);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_SeatsHeld_OnlyByTheirHolderOrWhenExpired(string protocol)
    {
        var (mine, others, expired) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var template = Booking("F1", "F2", "F3");
        await using (var database = await ContextAsync<BookingsContext>())
        {
            database.Claims.AddRange(
                HeldBy(mine, "F1", TimeSpan.FromMinutes(5)),
                HeldBy(others, "F2", TimeSpan.FromMinutes(5)),
                HeldBy(expired, "F3", TimeSpan.FromMinutes(-5)));
            await database.SaveChangesAsync();
        }

        var refused = Assert.IsType<BookingOutcome.Rejected>(await BookAsync(protocol, template with { HoldId = mine }));
        Assert.Equal(["F2"], refused.Seats);

        var booking = Booking("F1", "F3") with { HoldId = mine };
        Assert.IsType<BookingOutcome.Confirmed>(await BookAsync(protocol, booking));
        await AssertEffectsAsync(booking, there: true);

        Claim HeldBy(Guid hold, string seat, TimeSpan left) => new()
        {
            ScreeningId = template.ScreeningId,
            Seat = seat,
            State = SeatState.Held,
            HoldId = hold,
            ExpiresAt = TimeProvider.System.GetUtcNow() + left,
            Version = 1,
        };
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_ManyOverlappingWishes_EverySeatHasOneOwner(string protocol)
    {
        var random = new Random(7);
        var bookings = Enumerable.Range(0, 60).Select(_ => Booking(
            [.. Enumerable.Range(1, 10).OrderBy(_ => random.Next()).Take(3).Select(seat => $"G{seat}")])).ToList();

        var outcomes = await Task.WhenAll(bookings.Select(booking => BookAsync(protocol, booking)));

        foreach (var (outcome, booking) in outcomes.Zip(bookings))
            await AssertEffectsAsync(booking, outcome is BookingOutcome.Confirmed);
        await using var tickets = await ContextAsync<TicketsContext>();
        var sold = bookings.Zip(outcomes).Where(pair => pair.Second is BookingOutcome.Confirmed)
            .SelectMany(pair => pair.First.Tickets.Select(ticket => ticket.Seat)).ToList();
        Assert.Equal(sold.Count, sold.Distinct().Count());
        Assert.NotEmpty(sold);
    }
}
