using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Domain.Swaps;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.BoxOffice;

/// <summary>What the desk does, on real databases, by every protocol.</summary>
[Collection(PostgresServers.Collection)]
public sealed class BoxOfficeTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly StaffMember Desk = new("desk-1", "Dora", [StaffRoles.BoxOffice]);

    private int _hall;

    public static TheoryData<string> Protocols => ["2pc", "2pc-textbook", "saga"];

    private IBoxOffice Office => Host.Get<IBoxOffice>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await RestartAsync(new Dictionary<string, string?>
        {
            ["Payments:SweepCaptureAge"] = "00:00:00",
            ["Payments:SweepInterval"] = "00:00:00.200",
        });
        _hall = await AddHallAsync(TimeSpan.FromHours(1));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Sell_CashAndGivenAway_ReconcileAndAreAuditedOnce(string protocol)
    {
        await UseAsync(protocol);
        var cash = Wish(DeskPayment.Cash, "A1", "A2") with { Email = "" };
        var gift = Wish(DeskPayment.Comp, "B1") with { Reason = "Seat A7 was broken yesterday." };

        var sold = await SellAsync(cash);
        var given = await SellAsync(gift);
        var again = await SellAsync(cash);

        Assert.Equal((protocol, new Money(42, "PLN"), "Box office", ""), (sold.Protocol, sold.Amount, sold.CustomerName, sold.CustomerEmail));
        Assert.Equal((new Money(0, "PLN"), 0m), (given.Amount, given.Tickets.Sum(ticket => ticket.Price)));
        Assert.Equal(sold.Tickets.Select(ticket => ticket.Code), again.Tickets.Select(ticket => ticket.Code));
        await Eventually.TrueAsync("captured", Soon, async () => await LedgerAsync(sold) == "cash captured 42.00"
            && await LedgerAsync(given) == "comp captured 0.00");
        Assert.Equal(["booking.sold "], await AuditAsync(sold.Reference));
        Assert.Equal(["booking.given-away Seat A7 was broken yesterday."], await AuditAsync(given.Reference));
        // No address is no key to it.
        Assert.False(sold.MayBeSeenBy(Guid.NewGuid(), ""));
        Assert.False(sold.MayBeSeenBy(Guid.NewGuid(), null));
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Sell_GivenAwayWithoutAReasonOrByAnUsher_IsRefused()
    {
        var invalid = Assert.IsType<BookingResult.Invalid>(await Office.SellAsync(Desk, Wish(DeskPayment.Comp, "A1"), CancellationToken.None));
        Assert.Equal(["reason"], invalid.Errors.Keys);

        var usher = new StaffMember("door-1", "Ula", [StaffRoles.Usher]);
        await Assert.ThrowsAsync<NotAllowedException>(() => Office.SellAsync(usher, Wish(DeskPayment.Cash, "A1"), CancellationToken.None));
        await Assert.ThrowsAsync<NotAllowedException>(() => Office.BlockAsync(usher, _hall, ["A1"], "Because.", CancellationToken.None));
        Assert.Equal(SeatState.Free, (await Office.FindSeatAsync(Desk, _hall, "A1", CancellationToken.None)).State);
    }

    /// <summary>A customer books the seat that the desk blocks at the same moment: one of the two, and never both.</summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Block_WhileItIsBooked_OneWins(string protocol)
    {
        string[] seats = [.. Enumerable.Range(1, 8).SelectMany(number => (string[])[$"A{number}", $"B{number}"])];

        var ends = await Task.WhenAll(seats.Select(async (seat, number) =>
        {
            var booking = Booking(_hall, seat);
            var books = number % 2 == 0 ? BookAsync(protocol, booking) : null;
            var block = Office.BlockAsync(Desk, _hall, [seat], "A broken chair.", CancellationToken.None);
            return (seat, Outcome: await (books ?? BookAsync(protocol, booking)), Block: await block);
        }));

        foreach (var (seat, outcome, block) in ends)
        {
            var found = await Office.FindSeatAsync(Desk, _hall, seat, CancellationToken.None);
            var isBlocked = block is BlockResult.Done;
            Assert.Equal(isBlocked ? SeatState.Blocked : SeatState.Booked, found.State);
            Assert.Equal(isBlocked, outcome is BookingOutcome.Rejected { Reason: RejectionReason.SeatsTaken });
        }

        var blocked = ends.Count(end => end.Block is BlockResult.Done);
        Assert.Equal(blocked, (await AuditAsync($"screening {_hall}")).Count);
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Block_SaysWhoHasASeatAndTakesNoneFromAnybody()
    {
        var (hall, told) = (_hall, new List<SeatChange>());
        await using var viewer = Host.Get<ISeatChangeFeed>().Subscribe(hall, changes => { lock (told) told.AddRange(changes); }, () => { });
        var sold = await SellAsync(Wish(DeskPayment.Card, "A1"));
        Assert.IsType<HoldOutcome.Held>(await Host.Get<IHolds>().PlaceAsync(hall, Guid.NewGuid(), ["A2"], CancellationToken.None));

        var refused = Assert.IsType<BlockResult.Refused>(
            await Office.BlockAsync(Desk, hall, ["A1", "A2", "A5"], "For the press.", CancellationToken.None));

        Assert.Equal([("A1", SeatState.Booked), ("A2", SeatState.Held)], refused.Seats.Select(seat => (seat.Seat, seat.State)));
        Assert.Equal((sold.Reference, (string?)null), (refused.Seats[0].Reference, refused.Seats[1].Reference));
        Assert.NotNull(refused.Seats[1].HeldUntil);
        Assert.Equal(SeatState.Free, (await Office.FindSeatAsync(Desk, hall, "A5", CancellationToken.None)).State);
        Assert.Empty(await AuditAsync($"screening {hall}"));

        Assert.IsType<BlockResult.Done>(await Office.BlockAsync(Desk, hall, ["A5", "A6"], " For the press. ", CancellationToken.None));
        var note = (await Office.FindSeatAsync(Desk, hall, "A6", CancellationToken.None)).Block!;
        Assert.Equal(("Dora", "For the press."), (note.By, note.Reason));
        Assert.IsType<BlockResult.Refused>(await Office.UnblockAsync(Desk, hall, ["A6", "A7"], "Not needed.", CancellationToken.None));
        Assert.IsType<BlockResult.Done>(await Office.UnblockAsync(Desk, hall, ["A5", "A6"], "Not needed.", CancellationToken.None));
        await SellAsync(Wish(DeskPayment.Cash, "A5", "A6"));

        Assert.IsType<BlockResult.Invalid>(await Office.BlockAsync(Desk, hall, ["Z9"], "For the press.", CancellationToken.None));
        lock (told) Assert.Contains(told, change => change is { Seat: "A6", State: SeatState.Blocked });
        Assert.Equal(["seats.blocked For the press.", "seats.unblocked Not needed."], await AuditAsync($"screening {hall}"));
        await AssertCleanAsync();
    }

    /// <summary>Customers could do neither any more, and the seats cost more than was paid.</summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task ReseatAndCancel_ShortlyBeforeTheStart_AreAuditedAndGiveTheMoneyBack(string protocol)
    {
        _hall = await AddHallAsync(TimeSpan.FromMinutes(5));
        await UseAsync(protocol);
        var booking = await SellAsync(Wish(DeskPayment.Cash, "B1"));
        Assert.IsType<SwapResult.TooLate>(
            await Host.Get<ISeatSwaps>().SwapAsync(booking, new SwapWish(["B2"], null), CancellationToken.None));

        var reseated = Assert.IsType<SwapResult.Swapped>(
            await Office.ReseatAsync(Desk, booking, ["A1"], "The chair is broken.", CancellationToken.None)).Booking;
        Assert.Equal((booking.Amount, "A1"), (reseated.Amount, Assert.Single(reseated.Seats)));
        await AssertCleanAsync();
        Assert.IsType<CancelResult.TooLate>(await Host.Get<IBookingChanges>().CancelAsync(reseated, CancellationToken.None));
        Assert.IsType<CancelResult.Cancelled>(await Office.CancelAsync(Desk, reseated, "Fell ill in the hall.", CancellationToken.None));

        await Eventually.TrueAsync("given back", Soon, async () => await LedgerAsync(booking) is "cash captured 0.00" or "cash voided 0.00");
        await Eventually.TrueAsync("audited", Soon, async () => (await AuditAsync(booking.Reference)).Count == 3);
        Assert.Equal(
            ["booking.sold ", "booking.reseated The chair is broken.", "booking.cancelled Fell ill in the hall."],
            await AuditAsync(booking.Reference));
        await AssertCleanAsync();
    }

    private Task<int> AddHallAsync(TimeSpan startsIn) => TestScreening.AddAsync(Host.Services, "A pppppppp\nB ssssssss", startsIn);

    private DeskWish Wish(DeskPayment payment, params string[] seats) => new()
    {
        IdempotencyKey = Guid.NewGuid().ToString(),
        ScreeningId = _hall,
        Seats = seats,
        Payment = payment,
    };

    /// <summary>Bookings of the hall that name no protocol, as those of the desk, are made by this one.</summary>
    private async Task UseAsync(string protocol)
    {
        await using var command = Host.Get<DataSources>().Bookings.CreateCommand("update screenings set protocol = $2 where id = $1");
        command.Parameters.Add(new() { Value = _hall });
        command.Parameters.Add(new() { Value = protocol });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private async Task<BookingDetails> SellAsync(DeskWish wish)
    {
        var settled = Assert.IsType<BookingResult.Settled>(await Office.SellAsync(Desk, wish, CancellationToken.None));
        Assert.IsType<BookingOutcome.Confirmed>(settled.Outcome);
        return settled.Booking;
    }

    /// <summary>Oldest first, each with its reason.</summary>
    private async Task<List<string>> AuditAsync(string subject)
    {
        var entries = new List<string>();
        await foreach (var entry in Host.Get<IAuditTrail>().SearchAsync(new AuditQuery(), CancellationToken.None))
        {
            if (entry.Subject == subject) entries.Insert(0, $"{entry.Action} {entry.Reason}");
        }

        return entries;
    }

    /// <summary>What the ledger says: how it was paid, where it stands, what is left of it.</summary>
    private async Task<string?> LedgerAsync(BookingDetails booking)
    {
        await using var command = Host.Get<DataSources>().Provider.CreateCommand(
            "select card_last4 || ' ' || state || ' ' || case when state = 'captured' then amount - refunded else 0.00 end from authorisations where booking_id = $1");
        command.Parameters.Add(new() { Value = booking.Id });
        return (string?)await command.ExecuteScalarAsync();
    }
}
