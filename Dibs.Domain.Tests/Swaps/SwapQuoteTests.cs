using Dibs.Domain.Bookings;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Swaps;

namespace Dibs.Domain.Tests.Swaps;

public sealed class SwapQuoteTests
{
    private static readonly SeatPlan Plan = new(1,
    [
        .. Enumerable.Range(1, 4).Select(n => new Seat($"A{n}", "A", n, SeatCategory.Standard, SeatKind.Ordinary, n, 0)),
        .. Enumerable.Range(1, 4).Select(n => new Seat($"B{n}", "B", n, SeatCategory.Premium, SeatKind.Ordinary, n, 1)),
        new Seat("C1", "C", 1, SeatCategory.Standard, SeatKind.Wheelchair, 1, 2),
        new Seat("C2", "C", 2, SeatCategory.Standard, SeatKind.Companion, 2, 2),
    ]);

    private static readonly ScreeningDetails Screening = new(
        7, new FilmSummary(1, "Film", "", "", 90, 0), new CinemaSummary(1, "Cinema", "City", "UTC", "PLN"), "Hall 1",
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, false, null, Plan,
        new PriceList("PLN", new Dictionary<(SeatCategory, TicketType), decimal>
        {
            [(SeatCategory.Standard, TicketType.Adult)] = 30,
            [(SeatCategory.Standard, TicketType.Child)] = 20,
            [(SeatCategory.Premium, TicketType.Adult)] = 40,
        }));

    /// <summary>The prices have risen since, and that is nobody's concern who stays where such seats are.</summary>
    [Fact]
    public void Of_SameCategories_CostsWhatWasPaid()
    {
        var booking = Booking(("A1", TicketType.Adult, 25), ("B1", TicketType.Adult, 35));

        var quote = SwapQuote.Of(booking, Screening, ["B4", "A2"], null, keepsPrice: false)!;

        Assert.Equal(60, quote.Total);
        Assert.Equal([("A2", 25m), ("B4", 35m)], quote.Tickets.Select(ticket => (ticket.Seat, ticket.Price)));
        Assert.Equal(2, quote.Tickets.Select(ticket => ticket.Code).Distinct().Count());
    }

    [Fact]
    public void Of_OtherCategories_CostsWhatItCostsNowWithTheVouchersTerms()
    {
        var booking = Booking(("B1", TicketType.Adult, 20), ("B2", TicketType.Adult, 20)) with { Discount = new Discount("HALF", 40) };
        var half = new Voucher("HALF", 50, null, null, null);

        var quote = SwapQuote.Of(booking, Screening, ["A1", "B2"], half, keepsPrice: false)!;

        Assert.Equal((35m, new Discount("HALF", 35)), (quote.Total, quote.Discount));
        Assert.Equal([("A1", 15m), ("B2", 20m)], quote.Tickets.Select(ticket => (ticket.Seat, ticket.Price)));
    }

    [Fact]
    public void Of_KeepsPrice_CostsWhatWasPaidWhateverTheSeats()
    {
        var quote = SwapQuote.Of(Booking(("A1", TicketType.Child, 20)), Screening, ["B1"], null, keepsPrice: true)!;

        Assert.Equal(("B1", TicketType.Child, 20m), quote.Tickets.Select(ticket => (ticket.Seat, ticket.Type, ticket.Price)).Single());
    }

    [Fact]
    public void Of_TypeThatIsNotSoldThere_IsNone() =>
        Assert.Null(SwapQuote.Of(Booking(("A1", TicketType.Child, 20)), Screening, ["B1"], null, keepsPrice: false));

    [Theory]
    [InlineData("Choose as many seats as the booking has: 2.")]
    [InlineData("Choose as many seats as the booking has: 2.", "A1")]
    [InlineData("Hall 1 has no seat Z9.", "A1", "Z9")]
    [InlineData("Seat A3 is named more than once.", "A3", "A3")]
    [InlineData("Seat C2 is for who comes with wheelchair place C1: choose that too.", "A1", "C2")]
    public void ErrorsOf_WrongSeats_SaysWhatIsWrong(string error, params string[] seats) => Assert.Equal(
        error, Assert.Single(SwapQuote.ErrorsOf(Booking(("A1", TicketType.Adult, 30), ("A2", TicketType.Adult, 30)), Screening, seats)));

    private static BookingDetails Booking(params (string Seat, TicketType Type, decimal Price)[] tickets) => new(
        Guid.NewGuid(), "7K3M-9QXP-2VTA", BookingStatus.Confirmed, "2pc", 7, [.. tickets.Select(ticket => ticket.Seat)], "Ada",
        "ada@example.org", Guid.NewGuid(), new Money(tickets.Sum(ticket => ticket.Price), "PLN"), null, [],
        [.. tickets.Select(ticket => new IssuedTicket(ticket.Seat, ticket.Seat, ticket.Type, ticket.Price))], [], DateTimeOffset.UnixEpoch);
}
