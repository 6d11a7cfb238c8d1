using Bunit;
using Dibs.Domain.Bookings;
using Dibs.Domain.Mail;
using Dibs.Web.Components.Bookings;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Bookings;

/// <summary>The tickets in one PDF and by mail, as the booking page has them.</summary>
public sealed class TicketDeliveryTests : PageTest
{
    [Fact]
    public void Pdf_OfOnesOwnBooking_NeedsNoAddress() => Assert.Equal(
        "/api/bookings/7K3M-9QXP-2VTA/tickets.pdf",
        Open(Sample.Booking(BookingStatus.Confirmed, Customer)).Link("All tickets as PDF").GetAttribute("href"));

    [Fact]
    public void FoundBooking_HasItsPdfAndCanSendAgain()
    {
        Mail.State = new MailState(Sample.Now, IsWaiting: false, Attempts: 0);
        var page = Open(Sample.Booking(BookingStatus.Confirmed, Guid.NewGuid()) with { CustomerEmail = "ada+1@example.org" });
        page.Field("E-mail").Change("ada+1@example.org");
        page.Find("form").Submit();

        Assert.Equal(
            "/api/bookings/7K3M-9QXP-2VTA/tickets.pdf?email=ada%2B1%40example.org",
            page.Link("All tickets as PDF").GetAttribute("href"));
        page.WaitForAssertion(() => Assert.True(page.Says("Sent to ada+1@example.org on Sun 22 November, 13:00.")));
        page.Button("Send again").Click();
        Assert.True(Mail.State.IsWaiting);
    }

    [Fact]
    public async Task Mail_IsFollowedUntilItIsSent()
    {
        Mail.State = new MailState(null, IsWaiting: true, Attempts: 0);
        var page = Open(Sample.Booking(BookingStatus.Confirmed, Customer));
        Assert.True(page.Says("On its way to ada@example.org"));
        Assert.Empty(page.FindAll(".delivery button"));

        Mail.State = new MailState(null, IsWaiting: true, Attempts: 3);
        await EventuallyAsync(TimeSpan.FromSeconds(1), () => Assert.True(page.Says("could not be sent yet. We keep trying.")));
        Mail.State = new MailState(Sample.Now, IsWaiting: false, Attempts: 0);
        await EventuallyAsync(TimeSpan.FromSeconds(1), () => Assert.True(page.Says("Sent to ada@example.org on Sun 22 November, 13:00.")));
    }

    [Fact]
    public void SendAgain_TooSoon_SaysWhen()
    {
        Mail.State = new MailState(Sample.Now, IsWaiting: false, Attempts: 0);
        Mail.Answer = new MailAgain.TooSoon(TimeSpan.FromSeconds(40));
        var page = Open(Sample.Booking(BookingStatus.Confirmed, Customer));
        page.WaitForAssertion(() => page.Button("Send again").Click());
        Assert.True(page.Says("It was sent to ada@example.org a moment ago. Ask again in 40 s."));
    }

    [Fact]
    public void Mail_IsOff_IsNotSpokenOf()
    {
        Mail.IsOn = false;
        var page = Open(Sample.Booking(BookingStatus.Confirmed, Customer));
        Assert.True(page.Says("All tickets as PDF"));
        Assert.False(page.Says("ada@example.org"));
    }

    private IRenderedComponent<BookingPage> Open(BookingDetails booking)
    {
        Cinema.Bookings.Add(booking);
        return Render<BookingPage>(parameters => parameters.Add(page => page.Reference, booking.Reference));
    }
}
