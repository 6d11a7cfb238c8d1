using Bunit;
using Dibs.Domain.Bookings;
using Dibs.Web.Components.Bookings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Bookings;

public sealed class BookingPageTests : PageTest
{
    [Fact]
    public void Booking_Confirmed_ShowsATicketPerSeat()
    {
        var page = Open(Sample.Booking(BookingStatus.Confirmed, Customer));
        Assert.True(page.Says("Your seats are booked"));
        Assert.Equal(["Ticket for seat B3", "Ticket for seat B4"], page.FindAll("article").Select(ticket => ticket.GetAttribute("aria-label")));
        Assert.Equal("QR code of the ticket for seat B3", page.Find("article [role=img]").GetAttribute("aria-label"));
        Assert.True(page.Says("Sun 22 November, 20:30"));
        Assert.Equal("/api/tickets/0123456789ABCDEFGHJKMNPQRS.pdf", page.Link("PDF of the ticket for seat B3").GetAttribute("href"));
        Assert.Equal("/api/tickets/0123456789ABCDEFGHJKMNPQRS.ics", page.Link("Calendar entry of the ticket for seat B3").GetAttribute("href"));
        Assert.Equal("/api/tickets/0123456789ABCDEFGHJKMNPQRS.png", page.Link("Picture of the code for seat B3").GetAttribute("href"));
    }

    [Fact]
    public void Booking_WithVoucher_SaysWhatItTookOff()
    {
        var page = Open(Sample.Booking(BookingStatus.Confirmed, Customer) with { Discount = new("WELCOME10", 7.60m) });
        Assert.True(page.Says("Voucher WELCOME10 took 7.60 PLN off."));
    }

    [Fact]
    public async Task Booking_Pending_SettlesByItself()
    {
        var pending = Sample.Booking(BookingStatus.Pending, Customer);
        var page = Open(pending);
        Assert.True(page.Says("We are checking"));
        Assert.Empty(page.FindAll("article"));
        Cinema.Bookings[0] = Sample.Booking(BookingStatus.Confirmed, Customer) with { Id = pending.Id };
        await EventuallyAsync(TimeSpan.FromSeconds(1), () => Assert.True(page.Says("Your seats are booked")));
    }

    [Theory]
    [InlineData(RejectionReason.PaymentDeclined, "The payment company said no")]
    [InlineData(RejectionReason.SeatsTaken, "B4 belongs to somebody else")]
    [InlineData(RejectionReason.VoucherUsedUp, "The voucher was used as often as it may be")]
    [InlineData(RejectionReason.VoucherExpired, "The voucher is not valid at this time")]
    [InlineData(RejectionReason.SalesClosed, "The sale for this screening had ended")]
    [InlineData(RejectionReason.TicketsRefused, "The tickets could not be issued")]
    [InlineData(RejectionReason.Unavailable, "could not be reached in time")]
    public void Booking_Rejected_SaysWhyAndThatNothingWasCharged(RejectionReason reason, string why)
    {
        var page = Open(Sample.Booking(BookingStatus.Rejected, Customer, reason));
        Assert.True(page.Says("This booking was not made"));
        Assert.True(page.Says(why));
        Assert.Contains("charged", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/screenings/7", page.Link("Back to the hall").GetAttribute("href"));
    }

    [Fact]
    public void Booking_Cancelled_ShowsNoTicket()
    {
        var page = Open(Sample.Booking(BookingStatus.Cancelled, Customer));
        Assert.True(page.Says("This booking was cancelled"));
        Assert.Empty(page.FindAll("article"));
    }

    [Fact]
    public void Booking_OfSomebodyElse_AsksForTheAddress()
    {
        var page = Open(Sample.Booking(BookingStatus.Confirmed, Guid.NewGuid()));
        Assert.False(page.Says("Low Water"));
        page.Field("E-mail").Change("eve@example.org");
        page.Find("form").Submit();
        Assert.Contains("no booking with this reference", page.ErrorOf("E-mail"), StringComparison.Ordinal);
        page.Field("E-mail").Change("ADA@example.org ");
        page.Find("form").Submit();
        Assert.True(page.Says("Your seats are booked"));
    }

    [Fact]
    public void Booking_ThatDoesNotExist_LooksLikeThatOfSomebodyElse()
    {
        var page = Render<BookingPage>(parameters => parameters.Add(booking => booking.Reference, "AAAA-AAAA-AAAA"));
        Assert.True(page.Says("Which booking?"));
    }

    [Fact]
    public void Timeline_OfACommit_IsToldInPlainWords()
    {
        var page = Open(Sample.Booking(BookingStatus.Confirmed, Customer, null,
            Entry("seats", "claimed", 1.25), Entry("payments", "prepared", 12), Entry("2pc", "decided: commit", 2), Entry("tickets", "not yet committed", 1)));
        Assert.Equal(
        [
            "Your seats were put aside for you.",
            "The payment was authorised, and its register promised to keep it.",
            "All three promised, so it was decided: this booking is made.",
            "The ticket register was away; it learns the decision when it is back.",
        ], page.FindAll("ol li").Select(line => line.TextContent));
        Assert.Equal(["1.3 ms", "12 ms", "2.0 ms", "1.0 ms"], page.FindAll("tbody tr").Select(line => line.Children[2].TextContent));
        Assert.True(page.Says("decided: commit"));
    }

    [Fact]
    public void Timeline_WordsThatAreNotKnown_AreToldAsTheyAre() =>
        Assert.Equal("ticket register: archived.", Words.In(Domain.Languages.Language.English).Of("tickets", "archived"));

    [Theory]
    [InlineData("saga", "asked to pay", "The payment was asked for.")]
    [InlineData("saga", "asked to pay again (2)", "The payment was asked for. Again (2).")]
    [InlineData("saga", "asked to refund", "The payment is asked back.")]
    [InlineData("saga", "could not ask to issue tickets", "The message could not be sent; it is sent again.")]
    [InlineData("tickets", "compensated", "The tickets were made void.")]
    public void Timeline_OfASaga_IsToldInPlainWords(string step, string what, string words) =>
        Assert.Equal(words, Words.In(Domain.Languages.Language.English).Of(step, what));

    [Fact]
    public void MyBookings_OfThisBrowser_AreListed()
    {
        Cinema.Bookings.Add(Sample.Booking(BookingStatus.Confirmed, Customer));
        Cinema.Bookings.Add(Sample.Booking(BookingStatus.Confirmed, Guid.NewGuid()) with { Reference = "AAAA-AAAA-AAAA" });
        var page = Render<MyBookingsPage>();
        var link = Assert.Single(page.FindAll("main a, li a"));
        Assert.Equal("/bookings/7K3M-9QXP-2VTA", link.GetAttribute("href"));
        Assert.Contains("confirmed", link.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void MyBookings_NoneYet_SaysSo() => Assert.True(Render<MyBookingsPage>().Says("No booking was made in this browser yet."));

    [Fact]
    public void MyBookings_ReferenceAndAddress_LeadToTheBooking()
    {
        Cinema.Bookings.Add(Sample.Booking(BookingStatus.Confirmed, Guid.NewGuid()));
        var page = Render<MyBookingsPage>();
        page.Field("Reference").Change("7k3m-9qxp-2vta");
        page.Field("E-mail").Change("ada@example.org");
        page.Find("form").Submit();
        Assert.EndsWith("/bookings/7K3M-9QXP-2VTA", Navigation.Uri, StringComparison.Ordinal);
    }

    private static TimelineEntry Entry(string step, string what, double ms) => new(Sample.Now, step, what, TimeSpan.FromMilliseconds(ms));

    private IRenderedComponent<BookingPage> Open(BookingDetails booking)
    {
        Cinema.Bookings.Add(booking);
        return Render<BookingPage>(parameters => parameters.Add(page => page.Reference, booking.Reference));
    }
}
