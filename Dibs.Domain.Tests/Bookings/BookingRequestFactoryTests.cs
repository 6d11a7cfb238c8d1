using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;

namespace Dibs.Domain.Tests.Bookings;

public sealed class BookingRequestFactoryTests
{
    private static readonly BookingWish Good = new()
    {
        IdempotencyKey = "key",
        ScreeningId = 7,
        Seats = ["B2", "A1"],
        Name = "Ada",
        Email = "ada@example.org",
        Card = "4242 4242 4242 4242",
    };

    [Fact]
    public void Make_GoodWish_PricesAndSortsBySeat()
    {
        var (request, errors) = Make(Good with { TicketTypes = new Dictionary<string, TicketType> { ["B2"] = TicketType.Child } });

        Assert.Empty(errors);
        Assert.Equal(["A1", "B2"], request!.Tickets.Select(ticket => ticket.Seat));
        Assert.Equal(new Money(30, "PLN"), request.Amount);
        Assert.Equal([20m, 10m], request.Tickets.Select(ticket => ticket.Price));
    }

    [Fact]
    public void Make_SameWishTwice_SameBookingAndHash()
    {
        var (first, _) = Make(Good);
        var (second, _) = Make(Good with { Seats = ["A1", "B2"] });

        Assert.Equal(first!.BookingId, second!.BookingId);
        Assert.Equal(first.RequestHash, second.RequestHash);
        Assert.NotEqual(first.PaymentKey, second.PaymentKey);
    }

    [Fact]
    public void Make_SameKeyOtherWish_OtherHash()
    {
        var (first, _) = Make(Good);
        var (second, _) = Make(Good with { Email = "eve@example.org" });

        Assert.NotEqual(first!.RequestHash, second!.RequestHash);
    }

    [Fact]
    public void Make_WithVoucher_IsAnotherWishAndCostsLess()
    {
        var (without, _) = Make(Good);
        var (with, _) = Make(Good with { Voucher = " v-10 " }, new Voucher("V-10", 10, null, null, null));

        Assert.NotEqual(without!.RequestHash, with!.RequestHash);
        Assert.Equal((new Money(36, "PLN"), new Discount("V-10", 4)), (with.Amount, with.Discount));
        Assert.Equal(without.RequestHash, Make(Good with { Voucher = " " }).Request!.RequestHash);
    }

    [Theory]
    [InlineData(null, null, false, VoucherRefusal.Unknown)]
    [InlineData("GBP", null, true, VoucherRefusal.NotForScreening)]
    [InlineData("PLN", 8, true, VoucherRefusal.NotForScreening)]
    [InlineData("PLN", 7, true, null)]
    public void Make_VoucherThatIsNotForIt_NamesTheField(string? currency, int? screening, bool exists, VoucherRefusal? refusal)
    {
        var factory = FactoryOf(Good with { Voucher = "V-10" }, exists ? new Voucher("V-10", null, 5, currency, screening) : null);

        var (_, errors) = factory.Make();

        Assert.Equal(refusal, factory.VoucherRefusal);
        Assert.Equal(refusal is null ? [] : ["voucher"], errors.Keys);
    }

    public static TheoryData<string, Func<BookingWish, BookingWish>> Mistakes => new()
    {
        { "Idempotency-Key", wish => wish with { IdempotencyKey = " " } },
        { "Idempotency-Key", wish => wish with { IdempotencyKey = new string('x', 201) } },
        { "seats", wish => wish with { Seats = null } },
        { "seats", wish => wish with { Seats = [] } },
        { "seats", wish => wish with { Seats = ["A1", "A1"] } },
        { "seats", wish => wish with { Seats = ["Z99"] } },
        { "seats", wish => wish with { Seats = ["A1", "C2"] } },
        { "seats", wish => wish with { Seats = [null!] } },
        { "seats", wish => wish with { Seats = [.. Enumerable.Range(1, 11).Select(number => $"A{number}")] } },
        { "protocol", wish => wish with { Protocol = "3pc" } },
        { "customer.name", wish => wish with { Name = new string('x', 101) } },
        { "customer.name", wish => wish with { Name = null } },
        { "customer.email", wish => wish with { Email = "ada" } },
        { "customer.email", wish => wish with { Email = "Ada <ada@example.org>" } },
        { "payment.card", wish => wish with { Card = "5555555555554444" } },
        { "payment.card", wish => wish with { Card = null } },
        { "tickets", wish => wish with { TicketTypes = new Dictionary<string, TicketType> { ["C9"] = TicketType.Child } } },
        { "tickets", wish => wish with { TicketTypes = new Dictionary<string, TicketType> { ["A1"] = TicketType.Senior } } },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Make_OneMistake_NamesJustThatField(string field, Func<BookingWish, BookingWish> mistake)
    {
        var (request, errors) = Make(mistake(Good));

        Assert.Null(request);
        Assert.Equal([field], errors.Keys);
    }

    [Fact]
    public void Make_CompanionsSeat_WithItsPlaceOrWhereNoDifferenceIsKnown()
    {
        Assert.Empty(Make(Good with { Seats = ["C1", "C2"] }).Errors);
        Assert.Empty(Make(Good with { Seats = ["C2"], CompanionsAlone = true }).Errors);
    }

    [Fact]
    public void Make_SeveralMistakes_NamesThemAll()
    {
        var (_, errors) = Make(new BookingWish { ScreeningId = 7 });

        Assert.Equal(
            ["Idempotency-Key", "customer.email", "customer.name", "payment.card", "seats"],
            errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Make_UnknownScreening_SaysSo()
    {
        var (_, errors) = new BookingRequestFactory(Good, null, null, ["2pc"], "2pc", new HoldOptions()).Make();

        Assert.Equal(["There is no screening 7."], errors["screeningId"]);
    }

    private static (BookingRequest? Request, IReadOnlyDictionary<string, string[]> Errors) Make(
        BookingWish wish, Voucher? voucher = null) => FactoryOf(wish, voucher).Make();

    private static BookingRequestFactory FactoryOf(BookingWish wish, Voucher? voucher)
    {
        var plan = new SeatPlan(1,
        [
            new Seat("A1", "A", 1, SeatCategory.Standard, SeatKind.Ordinary, 0, 0),
            new Seat("B2", "B", 2, SeatCategory.Standard, SeatKind.Ordinary, 1, 1),
            new Seat("C1", "C", 1, SeatCategory.Standard, SeatKind.Wheelchair, 0, 2),
            new Seat("C2", "C", 2, SeatCategory.Standard, SeatKind.Companion, 1, 2),
        ]);
        var prices = new PriceList("PLN", new Dictionary<(SeatCategory, TicketType), decimal>
        {
            [(SeatCategory.Standard, TicketType.Adult)] = 20,
            [(SeatCategory.Standard, TicketType.Child)] = 10,
        });
        var screening = new ScreeningDetails(
            7, new FilmSummary(1, "A Film", "", "", 90, 0), new CinemaSummary(1, "A Cinema", "", "Europe/Warsaw", "PLN"),
            "Hall 1", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, false, null, plan, prices);
        return new BookingRequestFactory(wish, screening, voucher, ["2pc", "saga"], "2pc", new HoldOptions());
    }
}
