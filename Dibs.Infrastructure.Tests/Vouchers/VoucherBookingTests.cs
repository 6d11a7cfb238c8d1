using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Infrastructure.Databases;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Tests.Protocols;
using Dibs.Infrastructure.Tests.Servers;
using Dibs.Infrastructure.Vouchers;
using Microsoft.EntityFrameworkCore;

namespace Dibs.Infrastructure.Tests.Vouchers;

/// <summary>A voucher's uses, on real databases, by every protocol.</summary>
[Collection(PostgresServers.Collection)]
public sealed class VoucherBookingTests(FreshDatabases databases, RabbitMqServer broker) : BookingTests(databases, broker)
{
    public static TheoryData<string> Protocols => ["2pc", "2pc-textbook", "saga"];

    /// <summary>Fifty at once on ten uses, of which a third gives them back because the card is declined.</summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_FiftyAtOnceOnTenUses_TenUseIt(string protocol)
    {
        var code = await AddAsync("TEN", 10);
        var deadlocks = await DeadlocksAsync();
        var waiting = Enumerable.Range(1, 50).Select(customer => Wish(protocol, code, $"A{customer}") with
        {
            Card = customer % 10 < 3 ? TestCard.Declined : TestCard.Pays,
        }).ToList();
        var results = new List<BookingResult.Settled>();

        // Who was refused comes again, as people do, while there are uses that others have given back.
        for (var round = 0; round < 10 && await FreeAsync(code) > 0; round++)
        {
            var answers = await Task.WhenAll(waiting.Select(BookAsync));
            results.AddRange(answers);
            waiting = [.. waiting.Zip(answers).Where(pair => ReasonOf(pair.Second) == RejectionReason.VoucherUsedUp)
                .Select(pair => pair.First with { IdempotencyKey = Guid.NewGuid().ToString() })];
        }

        var confirmed = results.Where(result => result.Outcome is BookingOutcome.Confirmed).Select(result => result.Booking.Id).ToHashSet();
        Assert.Equal(10, confirmed.Count);
        Assert.Equal(confirmed, await UsersAsync(code));
        Assert.Contains(results, result => ReasonOf(result) == RejectionReason.PaymentDeclined);
        Assert.All(results.Where(result => !confirmed.Contains(result.Booking.Id)), result => Assert.Contains(
            ReasonOf(result), (RejectionReason?[])[RejectionReason.PaymentDeclined, RejectionReason.VoucherUsedUp]));
        Assert.Equal(deadlocks, await DeadlocksAsync());
        await AssertCleanAsync();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_WithVoucher_ChargesAndIssuesWhatIsLeft(string protocol)
    {
        var code = await AddAsync("CENTS", null, percent: 33.33m);
        var wish = Wish(protocol, code, "B1", "B2", "B3") with
        {
            TicketTypes = new Dictionary<string, TicketType> { ["B2"] = TicketType.Child },
        };

        var booked = await BookAsync(wish);

        // Each costs 20.
        Assert.IsType<BookingOutcome.Confirmed>(booked.Outcome);
        Assert.Equal((new Money(40.00m, "PLN"), new Discount(code, 20.00m)), (booked.Booking.Amount, booked.Booking.Discount));
        Assert.Equal(40.00m, booked.Booking.Tickets.Sum(ticket => ticket.Price));
        var (stored, _) = (await Host.Get<IBookingRegister>().FindAsync(booked.Booking.Id, CancellationToken.None))!.Value;
        Assert.Equal((booked.Booking.Amount, booked.Booking.Discount), (stored.Amount, stored.Discount));
        Assert.Equal(booked.Booking.Tickets.Select(ticket => ticket.Price), stored.Tickets.Select(ticket => ticket.Price));
        await AssertCleanAsync();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_MoreOffThanItCosts_IsFree(string protocol)
    {
        var code = await AddAsync("GIFT", 1, amount: 500);

        var booked = await BookAsync(Wish(protocol, code, "C1", "C2"));

        Assert.IsType<BookingOutcome.Confirmed>(booked.Outcome);
        Assert.Equal(new Money(0, "PLN"), booked.Booking.Amount);
        await AssertCleanAsync();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_SameKeyAgainWithTheLastUse_IsTheSameAnswer(string protocol)
    {
        var code = await AddAsync("LAST", 1);
        var wish = Wish(protocol, code, "D1");
        var first = await BookAsync(wish);
        await ExecuteAsync("update vouchers set valid_from = valid_from - interval '1 day', valid_until = clock_timestamp() where code = $1", code);

        var again = await BookAsync(wish);
        var other = await BookAsync(Wish(protocol, code, "D2"));

        Assert.Equal((first.Booking.Id, BookingStatus.Confirmed), (again.Booking.Id, again.Booking.Status));
        Assert.Equal(RejectionReason.VoucherExpired, ReasonOf(other));
        Assert.IsType<BookingResult.KeyMismatch>(await ServiceBookAsync(wish with { Voucher = null }));
        await AssertCleanAsync();
    }

    /// <summary>The seats were there and the last use is not: nothing is taken. And what a booking gives back others get.</summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Book_UsedUpUntilCancelled_TakesNoSeat(string protocol)
    {
        var code = await AddAsync("ONE", 1);
        var first = await BookAsync(Wish(protocol, code, "E1"));

        Assert.Equal(RejectionReason.VoucherUsedUp, ReasonOf(await BookAsync(Wish(protocol, code, "E2"))));
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from claims where screening_id = $1 and seat = 'E2' and state <> 'free'", Screening));

        await ExecuteAsync("update bookings set status = 'cancelled' where id = $1", first.Booking.Id);
        Assert.Equal(1, await FreeAsync(code));
        Assert.IsType<BookingOutcome.Confirmed>((await BookAsync(Wish(protocol, code, "E2"))).Outcome);
        // Not clean: this test cancels half a booking.
        await ExecuteAsync("update bookings set status = 'confirmed', voucher = null, discount = null where id = $1", first.Booking.Id);
    }

    /// <summary>The payment company does not answer: the booking waits, with its use, and gives it back when it was not paid.</summary>
    [Theory]
    [InlineData("2pc", TestCard.TimesOutPaid, true)]
    [InlineData("2pc", TestCard.TimesOutUnpaid, false)]
    [InlineData("2pc-textbook", TestCard.TimesOutPaid, true)]
    [InlineData("saga", TestCard.TimesOutPaid, true)]
    [InlineData("saga", TestCard.TimesOutUnpaid, false)]
    public async Task Book_PaymentUnknown_KeepsTheUseUntilItIsKnown(string protocol, string card, bool paid)
    {
        await RestartAsync(new Dictionary<string, string?>
        {
            ["Payments:Simulator:TimeoutCardDelay"] = "00:00:00.500",
            ["Payments:SettleGiveUpAge"] = "00:00:02",
            ["Saga:StepTimeout"] = "00:00:02",
            ["Saga:AnswerWithin"] = "00:00:00.100",
        });
        var code = await AddAsync("WAIT", 1);

        var pending = await BookAsync(Wish(protocol, code, "F1") with { Card = card });

        Assert.Equal(BookingStatus.Pending, pending.Booking.Status);
        Assert.Equal([pending.Booking.Id], await UsersAsync(code));
        await Faults.Eventually.TrueAsync("settled", TimeSpan.FromSeconds(60), async () =>
            await ScalarAsync<string>("select status from bookings where id = $1", pending.Booking.Id) != "pending");
        Assert.Equal(paid ? "confirmed" : "rejected", await ScalarAsync<string>("select status from bookings where id = $1", pending.Booking.Id));
        Assert.Equal(paid ? [pending.Booking.Id] : [], await UsersAsync(code));
        await AssertCleanAsync();
    }

    [Theory]
    [InlineData("NO-SUCH", VoucherRefusal.Unknown)]
    [InlineData("x'; drop", VoucherRefusal.Unknown)]
    [InlineData("pounds", VoucherRefusal.NotForScreening)]
    public async Task Book_VoucherThatIsNone_IsInvalid(string typed, VoucherRefusal refusal)
    {
        await Host.Get<StoredVouchers>().AddAsync(new Voucher("POUNDS", null, 5, "GBP", null), null, null, null, CancellationToken.None);

        var invalid = Assert.IsType<BookingResult.Invalid>(await ServiceBookAsync(Wish("2pc", typed, "G1")));

        Assert.Equal((refusal, "voucher"), (invalid.Voucher, Assert.Single(invalid.Errors.Keys)));
    }

    [Fact]
    public async Task Find_Voucher_SaysHowItStands()
    {
        var (vouchers, now) = (Host.Get<StoredVouchers>(), TimeProvider.System.GetUtcNow());
        await vouchers.AddAsync(new Voucher("OVER", 10, null, null, null), null, now.AddDays(-2), now.AddDays(-1), CancellationToken.None);
        await vouchers.AddAsync(new Voucher("SOON", 10, null, null, null), null, now.AddDays(1), null, CancellationToken.None);
        var used = await AddAsync("USED", 1);
        await ExecuteAsync("update voucher_uses set booking_id = gen_random_uuid() where code = $1", used);
        var good = await AddAsync("GOOD", 1);

        Assert.Equal(VoucherRefusal.Expired, (await vouchers.FindAsync("OVER", CancellationToken.None))!.Refusal);
        Assert.Equal(VoucherRefusal.Expired, (await vouchers.FindAsync("SOON", CancellationToken.None))!.Refusal);
        Assert.Equal(VoucherRefusal.UsedUp, (await vouchers.FindAsync(used, CancellationToken.None))!.Refusal);
        Assert.Equal(new FoundVoucher(new Voucher(good, 10, null, null, null), null), await vouchers.FindAsync(good, CancellationToken.None));
        Assert.Null(await vouchers.FindAsync("NONE", CancellationToken.None));
        await ExecuteAsync("delete from vouchers where code = $1", used);
    }

    /// <summary>A code that no other test has.</summary>
    private async Task<string> AddAsync(string name, int? uses, decimal? percent = null, decimal? amount = null)
    {
        var code = $"{name}-{Guid.NewGuid().ToString("N")[..8].ToUpperInvariant()}";
        await Host.Get<StoredVouchers>().AddAsync(
            new Voucher(code, amount is null ? percent ?? 10 : null, amount, null, null), uses, null, null, CancellationToken.None);
        return code;
    }

    private BookingWish Wish(string protocol, string voucher, params string[] seats) => new()
    {
        IdempotencyKey = Guid.NewGuid().ToString(),
        ScreeningId = Screening,
        Seats = seats,
        Protocol = protocol,
        Name = "Ada",
        Email = "ada@example.org",
        CustomerKey = Guid.NewGuid(),
        Card = TestCard.Pays,
        Voucher = voucher,
    };

    /// <summary>As a careful program does: with the same key again while the answer is "busy".</summary>
    private async Task<BookingResult.Settled> BookAsync(BookingWish wish)
    {
        BookingResult? result = null;
        await Faults.Eventually.TrueAsync("an answer but busy", TimeSpan.FromSeconds(30), async () =>
            (result = await ServiceBookAsync(wish)) is not BookingResult.Busy);
        return Assert.IsType<BookingResult.Settled>(result);
    }

    private Task<BookingResult> ServiceBookAsync(BookingWish wish) => Host.Get<IBookingService>().BookAsync(wish, CancellationToken.None);

    private static RejectionReason? ReasonOf(BookingResult.Settled result) => (result.Outcome as BookingOutcome.Rejected)?.Reason;

    private async Task<HashSet<Guid>> UsersAsync(string code)
    {
        await using var database = await ContextAsync<BookingsContext>();
        return [.. await database.Set<VoucherUse>().Where(use => use.Code == code && use.BookingId != null).Select(use => use.BookingId!.Value).ToListAsync()];
    }

    private async Task<int> FreeAsync(string code)
    {
        await using var database = await ContextAsync<BookingsContext>();
        return await database.Set<VoucherUse>().CountAsync(use => use.Code == code && use.BookingId == null);
    }

    private Task<long> DeadlocksAsync() => ScalarAsync<long>("select deadlocks from pg_stat_database where datname = current_database()");

    private async Task ExecuteAsync(string sql, params object[] parameters) => await ScalarAsync<int?>(sql, parameters);

    private async Task<T> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Host.Get<DataSources>().Bookings.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return await command.ExecuteScalarAsync() is T value ? value : default!;
    }
}
