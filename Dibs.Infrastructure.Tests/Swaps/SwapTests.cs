using System.Collections.Concurrent;
using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Swaps;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Tickets;
using Dibs.Infrastructure.Tests.Faults;
using Dibs.Infrastructure.Tests.Programme;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.Vouchers;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Tests.Swaps;

/// <summary>Swaps of seats by every protocol, on real databases and a real broker, with all workers of an instance running.</summary>
[Collection(PostgresServers.Collection)]
public sealed class SwapTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    /// <summary>Captures and refunds come at once, so that a test sees them.</summary>
    private static readonly Dictionary<string, string?> Sweeping = new()
    {
        ["Payments:SweepCaptureAge"] = "00:00:00",
        ["Payments:SweepInterval"] = "00:00:00.200",
    };

    /// <summary>Row A is premium, 21 each; row B standard, 20.</summary>
    private int _hall;

    public static TheoryData<string> Protocols => ["2pc", "2pc-textbook", "saga"];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await RestartAsync(Sweeping);
        _hall = await TestScreening.AddAsync(Host.Services, "A pppppppp\nB ssssssss");
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Swap_SameKind_GivesTheNewSeatsAndFreesTheOld(string protocol)
    {
        var booking = await BookedAsync(protocol, "B1", "B2");
        var told = new ConcurrentQueue<SeatChange>();
        await using var viewer = Host.Get<ISeatChangeFeed>().Subscribe(
            _hall, changes => { foreach (var change in changes) told.Enqueue(change); }, () => { });
        var customer = Guid.NewGuid();
        var hold = Assert.IsType<HoldOutcome.Held>(
            await Host.Get<IHolds>().PlaceAsync(_hall, customer, ["B3"], CancellationToken.None)).Hold;

        // One seat is kept, the other is held by another device of the same customer.
        var swapped = Assert.IsType<SwapResult.Swapped>(await SwapAsync(booking, hold.Id, "B3", "B2")).Booking;

        Assert.Equal((BookingStatus.Confirmed, booking.Amount), (swapped.Status, swapped.Amount));
        await HasAsync(booking, "B2", "B3");
        Assert.Equal("free", await StateAsync("B1"));
        Assert.Empty(swapped.Tickets.Select(ticket => ticket.Code).Intersect(booking.Tickets.Select(ticket => ticket.Code)));
        await using (var tickets = await ContextAsync<TicketsContext>())
        {
            var states = await tickets.Tickets.Where(ticket => ticket.BookingId == booking.Id).Select(ticket => ticket.State).ToListAsync();
            Assert.Equal((2, 2), (states.Count(state => state == TicketState.Void), states.Count(state => state == TicketState.Issued)));
        }

        Assert.Null(await Host.Get<IHolds>().FindAsync(hold.Id, customer, CancellationToken.None));
        Assert.Contains(told, change => change is { Seat: "B1", State: SeatState.Free });
        Assert.Contains(told, change => change is { Seat: "B3", State: SeatState.Booked });
        // Said again it is done already; and back, where the booking has been before.
        Assert.IsType<SwapResult.Swapped>(await SwapAsync(booking, null, "B2", "B3"));
        Assert.IsType<SwapResult.Swapped>(await SwapAsync(booking, null, "B1", "B2"));
        await HasAsync(booking, "B1", "B2");
        Assert.Equal(0L, await LedgerAsync("select count(*) from refunds where payment_key in (select payment_key from authorisations where booking_id = $1)", booking));
        await AssertCleanAsync();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Swap_Cheaper_GivesTheDifferenceBackOnceAndTheRestWhenCancelled(string protocol)
    {
        var booking = await BookedAsync(protocol, "A1", "A2");
        Assert.Equal(42m, booking.Amount.Amount);

        var swapped = Assert.IsType<SwapResult.Swapped>(await SwapAsync(booking, null, "A2", "B1")).Booking;
        Assert.Equal(41m, swapped.Amount.Amount);
        Assert.Equal(new SwapResult.Dearer(swapped.Amount, booking.Amount), await SwapAsync(booking, null, "A3", "A4"));
        Assert.Equal(40m, Assert.IsType<SwapResult.Swapped>(await SwapAsync(booking, null, "B1", "B2")).Booking.Amount.Amount);

        await Eventually.TrueAsync("both differences", Soon, async () =>
            await LedgerAsync("select refunded::int8 from authorisations where booking_id = $1 and state = 'captured'", booking) == 2);
        await HasAsync(booking, "B1", "B2");
        Assert.IsType<CancelResult.Cancelled>(await Host.Get<IBookingChanges>().CancelAsync(await FindAsync(booking), CancellationToken.None));
        await Eventually.TrueAsync("all of it", Soon, async () =>
            await LedgerAsync("select count(*) from authorisations where booking_id = $1 and refunded = amount", booking) == 1);
        Assert.Equal(3L, await LedgerAsync("select count(*) from refunds join authorisations using (payment_key) where booking_id = $1", booking));
        await AssertCleanAsync();
    }

    /// <summary>Two bookings, each wants the one free seat; then that again, at once with each others' seats.</summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Swap_TwoOntoTheSameSeat_OneWinsAndTheOtherKeepsItsOwn(string protocol)
    {
        var bookings = new[] { await BookedAsync(protocol, "B1"), await BookedAsync(protocol, "B2") };

        var results = await Task.WhenAll(bookings.Select(booking => SwapAsync(booking, null, "B5")));
        Assert.Single(results, result => result is SwapResult.Swapped);
        // One after the other all of these can be had.
        await Task.WhenAll(
            bookings.Select(booking => SwapAsync(booking, null, "B5"))
                .Append(SwapAsync(bookings[0], null, "B2")).Append(SwapAsync(bookings[1], null, "B1")));

        var seats = new List<string>();
        foreach (var booking in bookings)
        {
            await SettledAsync(booking);
            seats.AddRange((await FindAsync(booking)).Seats);
        }

        Assert.Equal(2, seats.Distinct().Count());
        foreach (var booking in bookings) await HasAsync(booking, [.. (await FindAsync(booking)).Seats]);
        await AssertCleanAsync();
    }

    /// <summary>A swap may have to wait for a cancellation, or the other way round; whoever is told something is told the truth.</summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Swap_WhileItIsCancelledAndSwapped_EndsInOneState(string protocol)
    {
        var bookings = new List<BookingDetails>();
        for (var number = 1; number <= 4; number++) bookings.Add(await BookedAsync(protocol, $"A{number}"));

        var results = await Task.WhenAll(bookings.Select(async (booking, number) =>
        {
            var first = SwapAsync(booking, null, $"B{number + 1}");
            var cancel = Host.Get<IBookingChanges>().CancelAsync(booking, CancellationToken.None);
            var second = SwapAsync(booking, null, $"B{number + 5}");
            return (Swaps: await Task.WhenAll(first, second), Cancel: await cancel);
        }));

        foreach (var (booking, (swaps, cancel)) in bookings.Zip(results))
        {
            await SettledAsync(booking);
            var end = await FindAsync(booking);
            // Nobody hears that it is not known, since nothing was away.
            Assert.DoesNotContain(swaps, swap => swap is SwapResult.Unknown or SwapResult.Underway);
            Assert.Equal(cancel is CancelResult.Cancelled ? BookingStatus.Cancelled : BookingStatus.Confirmed, end.Status);
            if (end.Status == BookingStatus.Confirmed) await HasAsync(booking, [.. end.Seats]);
        }

        Assert.Contains(results, result => result.Cancel is CancelResult.Cancelled);
        await AssertCleanAsync();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Swap_TooLateOrTaken_ChangesNothing(string protocol)
    {
        var late = await BookedAtAsync(protocol, await TestScreening.AddAsync(Host.Services, "A ss", TimeSpan.FromMinutes(29)), "A1");
        Assert.Equal(new SwapResult.TooLate(TimeSpan.FromMinutes(30)), await SwapAsync(late, null, "A2"));
        var (mine, other) = (await BookedAsync(protocol, "A5", "A6"), await BookedAsync(protocol, "A7"));

        var taken = Assert.IsType<SwapResult.SeatsTaken>(await SwapAsync(mine, null, "A7", "A8"));

        Assert.Equal(["A7"], taken.Seats);
        Assert.NotEqual("booked", await StateAsync("A8"));
        await HasAsync(mine, "A5", "A6");
        await HasAsync(other, "A7");
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Swap_WithVoucherAndTypes_TakesThemAlong()
    {
        await Host.Get<StoredVouchers>().AddAsync(new Voucher("SWAP-HALF", 50, null, null, null), 1, null, null, CancellationToken.None);
        var booked = Assert.IsType<BookingResult.Settled>(await Host.Get<IBookingService>().BookAsync(
            WishFor(_hall, "saga", "A1", "A2") with
            {
                Voucher = "SWAP-HALF",
                TicketTypes = new Dictionary<string, TicketType> { ["A2"] = TicketType.Child },
            },
            CancellationToken.None)).Booking;

        var swapped = Assert.IsType<SwapResult.Swapped>(await SwapAsync(booked, null, "B1", "B2")).Booking;

        Assert.Equal((20m, new Discount("SWAP-HALF", 20m)), (swapped.Amount.Amount, swapped.Discount));
        Assert.Equal([TicketType.Adult, TicketType.Child], swapped.Tickets.Select(ticket => ticket.Type));
        Assert.Equal(swapped.Discount, (await FindAsync(booked)).Discount);
        await AssertCleanAsync();
    }

    private async Task<BookingDetails> BookedAsync(string protocol, params string[] seats) => await BookedAtAsync(protocol, _hall, seats);

    private async Task<BookingDetails> BookedAtAsync(string protocol, int screening, params string[] seats)
    {
        var settled = Assert.IsType<BookingResult.Settled>(
            await Host.Get<IBookingService>().BookAsync(WishFor(screening, protocol, seats), CancellationToken.None));
        Assert.IsType<BookingOutcome.Confirmed>(settled.Outcome);
        return settled.Booking;
    }

    private static BookingWish WishFor(int screening, string protocol, params string[] seats) => new()
    {
        IdempotencyKey = Guid.NewGuid().ToString(),
        ScreeningId = screening,
        Seats = seats,
        Protocol = protocol,
        Name = "Test",
        Email = "test@example.org",
        CustomerKey = Guid.NewGuid(),
        Card = TestCard.Pays,
    };

    private async Task<SwapResult> SwapAsync(BookingDetails booking, Guid? hold, params string[] seats) =>
        await Host.Get<ISeatSwaps>().SwapAsync(await FindAsync(booking), new SwapWish(seats, hold), CancellationToken.None);

    private async Task<BookingDetails> FindAsync(BookingDetails booking) =>
        (await Host.Get<IBookingRegister>().FindAsync(booking.Id, CancellationToken.None))!.Value.Booking;

    private Task SettledAsync(BookingDetails booking) => Eventually.TrueAsync("nobody is at it any more", Soon, async () =>
        await FindAsync(booking) is { NewSeats: null } and ({ Status: BookingStatus.Cancelled } or { Tickets.Count: > 0 }));

    /// <summary>Exactly these seats, in all three databases.</summary>
    private async Task HasAsync(BookingDetails booking, params string[] seats)
    {
        var found = await FindAsync(booking);
        Assert.Equal(seats.Order(), found.Seats.Order());
        Assert.Equal(seats.Order(), found.Tickets.Select(ticket => ticket.Seat).Order());
        Assert.Equal(found.Amount.Amount, found.Tickets.Sum(ticket => ticket.Price));
        foreach (var seat in seats)
            Assert.Equal(booking.Id, await ScalarAsync<Guid>("select booking_id from claims where screening_id = $1 and seat = $2 and state = 'booked'", booking.ScreeningId, seat));
    }

    private async Task<string?> StateAsync(string seat) =>
        await ScalarAsync<string?>("select state from claims where screening_id = $1 and seat = $2", _hall, seat);

    private async Task<T> ScalarAsync<T>(string query, params object[] values)
    {
        await using var command = Host.Get<DataSources>().Bookings.CreateCommand(query);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task<long> LedgerAsync(string query, BookingDetails booking)
    {
        await using var command = Host.Get<DataSources>().Provider.CreateCommand(query);
        command.Parameters.Add(new() { Value = booking.Id });
        return (long)(await command.ExecuteScalarAsync() ?? -1L);
    }
}
