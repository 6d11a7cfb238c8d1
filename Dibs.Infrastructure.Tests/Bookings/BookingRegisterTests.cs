using System.Collections.Concurrent;
using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Tests.Provider;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Bookings;

[Collection(PostgresServers.Collection)]
public sealed class BookingRegisterTests(PaymentStack stack) : IClassFixture<PaymentStack>
{
    private static readonly BookingOutcome.Rejected Declined = new(Step.TakePayment, RejectionReason.PaymentDeclined);

    [Fact]
    public async Task Find_AConfirmedBooking_HasTicketsAndTimeline()
    {
        var booking = await WishAsync("B2", "B1");
        await BookAsync(booking);
        await using (var log = await stack.RunAsync<Infrastructure.Bookings.TimelineLog>())
        {
            var timeline = new BookingTimeline(TimeProvider.System);
            timeline.Add("seats", "claimed", timeline.Start());
            timeline.Add("2pc", new string('x', 100), timeline.Start());
            stack.Get<ITimelineLog>().Write(booking.BookingId, timeline);
        }

        var (found, hash) = (await stack.Register.FindAsync(booking.BookingId, CancellationToken.None))!.Value;

        Assert.Equal((booking.RequestHash, BookingStatus.Confirmed), (hash, found.Status));
        Assert.Equal(["B1", "B2"], found.Tickets.Select(ticket => ticket.Seat));
        Assert.Equal(booking.Tickets.Select(ticket => ticket.Code), found.Tickets.Select(ticket => ticket.Code));
        Assert.Equal(booking.Amount, found.Amount);
        Assert.Equal(["claimed", new string('x', 60)], found.Timeline.Select(line => line.What));

        var byReference = await stack.Register.FindAsync(booking.Reference, CancellationToken.None);
        Assert.Equal(found.Tickets, byReference!.Tickets);
        Assert.Equal(found.Timeline, byReference.Timeline);
        var listed = Assert.Single(await stack.Register.ListAsync(booking.Customer.Key, 10, CancellationToken.None));
        Assert.Equal((2, 0), (listed.Tickets.Count, listed.Timeline.Count));
    }

    [Fact]
    public async Task FindAndList_OfAnyNumber_AskEachDatabaseOnce()
    {
        var first = await WishAsync("A1", "A2");
        var second = PaymentStack.Wish(first.ScreeningId, TestCard.Pays, "B1") with { Customer = first.Customer };
        await BookAsync(first);
        await BookAsync(second);

        var find = await QueryCount.OfAsync(() => stack.Register.FindAsync(first.BookingId, CancellationToken.None));
        var list = await QueryCount.OfAsync(() => stack.Register.ListAsync(first.Customer.Key, 10, CancellationToken.None));

        Assert.Equal((2, 2), (find.Count, list.Count));
    }

    [Fact]
    public async Task Find_AnUnknownBooking_IsNull()
    {
        Assert.Null(await stack.Register.FindAsync(Guid.NewGuid(), CancellationToken.None));
        Assert.Null(await stack.Register.FindAsync("0000-0000-0000", CancellationToken.None));
    }

    [Fact]
    public async Task SaveRejected_OverAConfirmedBooking_LeavesItConfirmed()
    {
        var booking = await WishAsync("A1");
        await BookAsync(booking);

        Assert.False(await stack.Register.SaveRejectedAsync(booking, Declined, CancellationToken.None));
        Assert.Equal(BookingStatus.Confirmed, (await FindAsync(booking)).Status);
    }

    [Fact]
    public async Task SaveRejected_Always_IsFoundWithReasonAndLostSeats()
    {
        var booking = await WishAsync("A1", "A2");
        var taken = new BookingOutcome.Rejected(Step.ReserveSeats, RejectionReason.SeatsTaken, ["A2"]);

        Assert.True(await stack.Register.SaveRejectedAsync(booking, taken, CancellationToken.None));

        var found = await FindAsync(booking);
        Assert.Equal((BookingStatus.Rejected, RejectionReason.SeatsTaken), (found.Status, found.Reason));
        Assert.Equal(["A2"], found.LostSeats);
        Assert.Empty(found.Tickets);
    }

    [Fact]
    public async Task SavePending_Always_KeepsTheSeatsForThisBookingOnly()
    {
        var booking = await WishAsync("A1", "A2");
        Assert.True(await stack.Register.SavePendingAsync(booking, CancellationToken.None));
        Assert.False(await stack.Register.SavePendingAsync(booking, CancellationToken.None));

        var rival = PaymentStack.Wish(booking.ScreeningId, TestCard.Pays, "A2", "A3");
        var outcome = Assert.IsType<BookingOutcome.Rejected>(await BookAsync(rival));

        Assert.Equal((RejectionReason.SeatsTaken, "A2"), (outcome.Reason, Assert.Single(outcome.Seats)));
        Assert.Equal(BookingOutcome.Confirmed.Instance, await BookAsync(booking with { Stage = BookingStage.Final }));
    }

    [Fact]
    public async Task SavePending_WithASeatLost_LeavesItToItsOwner()
    {
        var rival = await WishAsync("A2");
        await BookAsync(rival);
        var booking = PaymentStack.Wish(rival.ScreeningId, TestCard.TimesOutPaid, "A1", "A2");

        Assert.True(await stack.Register.SavePendingAsync(booking, CancellationToken.None));

        Assert.Equal(1L, await stack.BookingsScalarAsync<long>(
            "select count(*) from claims where booking_id = $1", booking.BookingId));
        Assert.Equal("booked", await StateAsync(booking, "A2"));
    }

    [Fact]
    public async Task RejectPending_WithoutAHold_FreesTheSeats()
    {
        var booking = await WishAsync("A1", "A2");
        await stack.Register.SavePendingAsync(booking, CancellationToken.None);

        Assert.True(await stack.Register.RejectPendingAsync(booking.BookingId, Declined, CancellationToken.None));
        Assert.False(await stack.Register.RejectPendingAsync(booking.BookingId, Declined, CancellationToken.None));

        Assert.Equal("free", await StateAsync(booking, "A1"));
        Assert.Equal(RejectionReason.PaymentDeclined, (await FindAsync(booking)).Reason);
        // It is over: settling comes too late now.
        Assert.Null(await BookAsync(booking with { Stage = BookingStage.Final }));
    }

    [Fact]
    public async Task RejectPending_WhileTheHoldLives_GivesTheSeatsBackToIt()
    {
        var booking = (await WishAsync("A1", "A2")) with { HoldId = Guid.NewGuid() };
        await HoldAsync(booking);
        await stack.Register.SavePendingAsync(booking, CancellationToken.None);
        Assert.Equal(0L, await HeldByAsync(booking));

        await stack.Register.RejectPendingAsync(booking.BookingId, Declined, CancellationToken.None);

        Assert.Equal(2L, await HeldByAsync(booking));
    }

    [Fact]
    public async Task PendingBooking_SavedAndRejected_IsToldToThoseWhoLook()
    {
        var booking = await WishAsync("A1", "A2");
        var told = new ConcurrentQueue<SeatChange>();
        await using var looking = stack.Get<ISeatChangeFeed>().Subscribe(
            booking.ScreeningId,
            changes =>
            {
                foreach (var change in changes) told.Enqueue(change);
            },
            () => { });

        await stack.Register.SavePendingAsync(booking, CancellationToken.None);
        await stack.Register.RejectPendingAsync(booking.BookingId, Declined, CancellationToken.None);

        Assert.Equal(
            [
                new("A1", SeatState.Held, 1), new("A2", SeatState.Held, 1),
                new("A1", SeatState.Free, 2), new ValueTuple<string, SeatState, long>("A2", SeatState.Free, 2),
            ],
            told.OrderBy(change => change.Version).ThenBy(change => change.Seat)
                .Select(change => (change.Seat, change.State, change.Version)));
    }

    [Fact]
    public async Task SavePending_WithAllSeatsLost_IsPendingAllTheSame()
    {
        var rival = await WishAsync("A1");
        await BookAsync(rival);
        var booking = PaymentStack.Wish(rival.ScreeningId, TestCard.TimesOutPaid, "A1");

        Assert.True(await stack.Register.SavePendingAsync(booking, CancellationToken.None));
        Assert.True(await stack.Register.RejectPendingAsync(booking.BookingId, Declined, CancellationToken.None));
    }

    [Fact]
    public async Task TakeDue_ByManyAtOnce_GivesEachBookingToOne()
    {
        var bookings = new List<BookingRequest>();
        for (var i = 0; i < 20; i++)
        {
            bookings.Add(await WishAsync("A1"));
            await stack.Register.SavePendingAsync(bookings[^1], CancellationToken.None);
        }

        await stack.BookingsScalarAsync<int>(
            "update bookings set wake_at = clock_timestamp() where id = any($1)", bookings.Select(one => one.BookingId).ToArray());
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            stack.Register.TakeDueAsync(TimeSpan.FromMinutes(1), 100, CancellationToken.None))));

        var ids = taken.SelectMany(one => one).Select(one => one.Request.BookingId)
            .Where(id => bookings.Exists(booking => booking.BookingId == id)).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.Equal(bookings.Count, ids.Count);
    }

    private Task<BookingRequest> WishAsync(params string[] seats) => stack.WishAsync(TestCard.Pays, seats);

    private Task<BookingOutcome?> BookAsync(BookingRequest booking) => stack.BookAsync(booking);

    private async Task<BookingDetails> FindAsync(BookingRequest booking) =>
        (await stack.Register.FindAsync(booking.BookingId, CancellationToken.None))!.Value.Booking;

    private Task<string?> StateAsync(BookingRequest booking, string seat) => stack.BookingsScalarAsync<string>(
        "select state from claims where screening_id = $1 and seat = $2", booking.ScreeningId, seat);

    private Task<long> HeldByAsync(BookingRequest booking) => stack.BookingsScalarAsync<long>(
        "select count(*) from claims where state = 'held' and hold_id = $1 and booking_id is null", booking.HoldId!);

    private Task<int> HoldAsync(BookingRequest booking) => stack.BookingsScalarAsync<int>(
        """
        with hold as (
          insert into holds (id, screening_id, customer_key, seats, expires_at, checkout_key, extensions)
          values ($1, $2, $3, $4, now() + interval '10 min', gen_random_uuid(), 0) returning id, expires_at, seats)
        insert into claims (screening_id, seat, state, hold_id, expires_at, version)
        select $2, unnest(seats), 'held', id, expires_at, 1 from hold
        """,
        booking.HoldId!, booking.ScreeningId, booking.Customer.Key, booking.Tickets.Select(one => one.Seat).ToArray());
}
