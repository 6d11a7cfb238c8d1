using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using FsCheck;
using FsCheck.Fluent;

namespace Dibs.Domain.Tests.Pricing;

public sealed class QuoteTests
{
    private static readonly SeatPlan Plan =
        Assert.IsType<SeatPlanReading.Valid>(SeatPlanText.Read(1, "A  ssssssssss\nB  pppppppppp\nC  llllllllll")).Plan;

    [Theory]
    [InlineData("20 20 20", 10, "18.00 18.00 18.00")]
    // One cent for three equal tickets: the first one gets it.
    [InlineData("0.05 0.05 0.05", 7, "0.04 0.05 0.05")]
    [InlineData("32 19 24", 33.33, "21.33 12.67 16.00")]
    [InlineData("20 0 20", 50, "10.00 0.00 10.00")]
    [InlineData("20 20", 100, "0.00 0.00")]
    [InlineData("0 0", 10, "0.00 0.00")]
    public void Of_Percent_IsSpreadInWholeCents(string prices, decimal percent, string charged) =>
        AssertCharged(charged, prices, new Voucher("V10", percent, null, null, null));

    [Theory]
    [InlineData("20 20 20", 5, "18.33 18.33 18.34")]
    [InlineData("30 10", 5, "26.25 8.75")]
    [InlineData("2 1", 5, "0.00 0.00")]
    public void Of_FixedAmount_TakesNoMoreThanThereIs(string prices, decimal amount, string charged) =>
        AssertCharged(charged, prices, new Voucher("V10", null, amount, null, null));

    /// <summary>
    /// Any seats, ticket types, prices and voucher: what the page shows is what is charged is what the tickets add up to; the
    /// voucher is the whole difference; no ticket is below zero, and each bears its share to the cent.
    /// </summary>
    [Fact]
    public void Quote_AnyCombination_PageAndBookingAndTicketsAgree()
    {
        var cents = Gen.Choose(0, 10_000).Select(value => value / 100m);
        var pairs = Enum.GetValues<SeatCategory>().SelectMany(category => Enum.GetValues<TicketType>(), (category, type) => (category, type)).ToList();
        var prices = cents.ArrayOf(pairs.Count)
            .Select(amounts => new PriceList("PLN", pairs.Zip(amounts).ToDictionary(pair => pair.First, pair => pair.Second)));
        var seats = Gen.Shuffle(Plan.Seats.ToArray()).SelectMany(all => Gen.Choose(1, 10).Select(count => all[..count]));
        var types = Gen.Elements(Enum.GetValues<TicketType>()).ArrayOf(10);
        var voucher = Gen.OneOf(
            Gen.Constant<Voucher?>(null),
            Gen.Choose(1, 10_000).Select(value => (Voucher?)new Voucher("SHARE", value / 100m, null, null, null)),
            Gen.Choose(1, 50_000).Select(value => (Voucher?)new Voucher("FIXED", null, value / 100m, "PLN", 7)));
        var all = prices.SelectMany(list => seats.SelectMany(chosen => types.SelectMany(given => voucher.Select(
            one => new Case(list, chosen, given, one)))));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(all.ToArbitrary(), Holds));
    }

    private static void Holds(Case one)
    {
        var types = one.Seats.Zip(one.Types).ToDictionary(pair => pair.First.Id, pair => pair.Second);
        var full = one.Seats.Select(seat => one.Prices.PriceOf(seat.Category, types[seat.Id])!.Value.Amount).ToList();
        // As the page does: in the order of the hold.
        var shown = Quote.Of(full, one.Voucher);
        var (booking, errors) = BookingOf(one, types);

        Assert.Empty(errors);
        Assert.Equal(new Money(shown.Total, "PLN"), booking!.Amount);
        Assert.Equal(booking.Amount.Amount, booking.Tickets.Sum(ticket => ticket.Price));
        Assert.Equal(full.Sum(), booking.Amount.Amount + (booking.Discount?.Amount ?? 0));
        Assert.Equal(shown.Discount, booking.Discount?.Amount ?? 0);
        Assert.Equal(one.Voucher?.Code, booking.Discount?.Voucher);
        foreach (var ticket in booking.Tickets)
        {
            var price = one.Prices.PriceOf(Plan.Find(ticket.Seat)!.Category, types[ticket.Seat])!.Value.Amount;
            Assert.InRange(ticket.Price, 0, price);
            Assert.Equal(ticket.Price, Math.Round(ticket.Price, 2));
            if (full.Sum() > 0) Assert.True(Math.Abs(price - ticket.Price - (shown.Discount * price / full.Sum())) < 0.01m);
        }
    }

    private static (BookingRequest? Request, IReadOnlyDictionary<string, string[]> Errors) BookingOf(
        Case one, Dictionary<string, TicketType> types)
    {
        var screening = new ScreeningDetails(
            7, new FilmSummary(1, "A Film", "", "", 90, 0), new CinemaSummary(1, "A Cinema", "", "Europe/Warsaw", "PLN"),
            "Hall 1", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, false, null, Plan, one.Prices);
        var wish = new BookingWish
        {
            IdempotencyKey = "key",
            ScreeningId = 7,
            Seats = [.. one.Seats.Select(seat => seat.Id)],
            TicketTypes = types,
            Name = "Ada",
            Email = "ada@example.org",
            Card = "4242 4242 4242 4242",
            Voucher = one.Voucher?.Code.ToLowerInvariant(),
        };
        return new BookingRequestFactory(wish, screening, one.Voucher, ["2pc"], "2pc", new HoldOptions()).Make();
    }

    private static void AssertCharged(string charged, string prices, Voucher voucher)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var quote = Quote.Of([.. prices.Split(' ').Select(price => decimal.Parse(price, culture))], voucher);

        Assert.Equal(charged, string.Join(' ', quote.Charged.Select(price => price.ToString("0.00", culture))));
        Assert.Equal(quote.Prices.Sum(), quote.Total + quote.Discount);
    }

    private sealed record Case(PriceList Prices, Seat[] Seats, TicketType[] Types, Voucher? Voucher);
}
