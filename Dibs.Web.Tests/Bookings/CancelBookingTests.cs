using Bunit;
using Dibs.Domain.Bookings;
using Dibs.Web.Components.Bookings;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Bookings;

/// <summary>The button by which customers cancel.</summary>
public sealed class CancelBookingTests : PageTest
{
    [Fact]
    public void Cancel_Confirmed_SaysWhatHappensThenThatItDid()
    {
        var page = Open(BookingStatus.Confirmed);

        page.Button("Cancel this booking").Click();
        Assert.True(page.Says("Seats B3 and B4 will be free for others at once, the tickets above will no longer be valid, and 76.00 PLN will go back to your card."));
        Assert.True(page.Says("Your seats are booked"));
        page.Button("Yes, cancel it").Click();

        Assert.Contains("This booking was cancelled", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.True(page.Says("76.00 PLN goes back to your card"));
        Assert.Empty(page.FindAll("article"));
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Contains("ancel", StringComparison.Ordinal));
    }

    [Fact]
    public void Cancel_SecondThoughts_ChangesNothing()
    {
        Cinema.OnCancel = _ => throw new InvalidOperationException("Nobody has confirmed that.");
        var page = Open(BookingStatus.Confirmed);

        page.Button("Cancel this booking").Click();
        page.Button("Keep my booking").Click();

        Assert.Equal(2, page.FindAll("article").Count);
        Assert.NotNull(page.Button("Cancel this booking"));
    }

    [Fact]
    public void Cancel_TooLate_SaysUntilWhen()
    {
        Cinema.OnCancel = _ => Task.FromResult<CancelResult>(new CancelResult.TooLate(TimeSpan.FromMinutes(30)));
        var page = Open(BookingStatus.Confirmed);

        page.Button("Cancel this booking").Click();
        page.Button("Yes, cancel it").Click();

        Assert.True(page.Says("It is too late to cancel: a booking can be cancelled until 30 min before the screening starts. Your tickets stay valid."));
        Assert.Equal(2, page.FindAll("article").Count);
    }

    [Fact]
    public void Cancel_DatabaseGoneMeanwhile_SaysThatNobodyKnows()
    {
        Cinema.OnCancel = _ => Task.FromException<CancelResult>(new TimeoutException());
        var page = Open(BookingStatus.Confirmed);

        page.Button("Cancel this booking").Click();
        page.Button("Yes, cancel it").Click();

        Assert.True(page.Says("We could not find out whether it was cancelled."));
        Assert.NotNull(page.Button("Cancel this booking"));
    }

    [Fact]
    public void Cancel_Pending_SaysThatNothingIsCharged()
    {
        var page = Open(BookingStatus.Pending);

        page.Button("Cancel this booking").Click();

        Assert.True(page.Says("Seats B3 and B4 will be free for others at once, and nothing will be charged."));
    }

    [Fact]
    public async Task Cancel_BySaga_IsFollowedToItsEnd()
    {
        var booking = Sample.Booking(BookingStatus.Confirmed, Customer, null, new TimelineEntry(Sample.Now, "saga", "done", TimeSpan.Zero));
        Cinema.OnCancel = asked =>
        {
            Cinema.Bookings[0] = asked with { Status = BookingStatus.Cancelling, Tickets = [] };
            return Task.FromResult<CancelResult>(new CancelResult.Cancelled(Cinema.Bookings[0]));
        };
        var page = Open(booking);

        page.Button("Cancel this booking").Click();
        page.Button("Yes, cancel it").Click();
        Assert.True(page.Says("This booking is being cancelled"));
        Cinema.Bookings[0] = Cinema.Bookings[0] with { Status = BookingStatus.Cancelled };

        await EventuallyAsync(TimeSpan.FromSeconds(1), () => Assert.True(page.Says("This booking was cancelled")));
    }

    [Theory]
    [InlineData(BookingStatus.Rejected)]
    [InlineData(BookingStatus.Cancelled)]
    [InlineData(BookingStatus.Cancelling)]
    public void Cancel_NothingToCancel_IsNotOffered(BookingStatus status) =>
        Assert.DoesNotContain(Open(status).FindAll("button"), button => button.TextContent.Contains("Cancel", StringComparison.Ordinal));

    private IRenderedComponent<BookingPage> Open(BookingStatus status) =>
        Open(Sample.Booking(status, Customer, status == BookingStatus.Rejected ? RejectionReason.PaymentDeclined : null));

    private IRenderedComponent<BookingPage> Open(BookingDetails booking)
    {
        Cinema.Bookings.Add(booking);
        return Render<BookingPage>(parameters => parameters.Add(page => page.Reference, booking.Reference));
    }
}
