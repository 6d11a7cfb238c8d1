using Bunit;
using Dibs.Domain.Bookings;
using Dibs.Web.Components.Bookings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Shared;

/// <summary>
/// How often each page asks. How many queries one of these is, and that it is the same number for any amount of rows, is tested
/// where they are made (StoredProgrammeTests, BookingRegisterTests, HoldTests).
/// </summary>
public sealed class PageReadsTests : PageTest
{
    [Fact]
    public void Programme_OfManyScreenings_AsksForCinemasAndScreenings()
    {
        Cinema.Screenings.AddRange(Enumerable.Range(8, 50).Select(id => Sample.Summary(id: id)));
        Render<ProgrammePage>();
        Assert.Equal(["CinemasAsync", "ListAsync"], Cinema.Calls);
    }

    [Fact]
    public void Hall_WithSeatsOfMine_AsksForScreeningSeatsAndHoldAndThenWatches()
    {
        Cinema.Give(Customer, TimeSpan.FromMinutes(5), "B3", "B4");
        var page = Render<HallPage>(parameters => parameters.Add(hall => hall.Id, 7));
        // The last is the watch's, which is shared by all pages of an instance.
        page.WaitForAssertion(() => Assert.Equal(["FindAsync", "SeatsAsync", "FindAsync", "SeatsAsync"], Cinema.Calls));
    }

    [Fact]
    public void Hall_OneOfManyOnTheInstance_AsksNothingMoreThanItsOwn()
    {
        var first = Render<HallPage>(parameters => parameters.Add(hall => hall.Id, 7));
        first.WaitForAssertion(() => Assert.Equal(4, Cinema.Calls.Count));
        Render<HallPage>(parameters => parameters.Add(hall => hall.Id, 7));
        Assert.Equal(["FindAsync", "SeatsAsync", "FindAsync"], Cinema.Calls.Skip(4));
    }

    [Fact]
    public void Checkout_OfAHold_AsksForItItsScreeningAndItsBooking()
    {
        var hold = Cinema.Give(Customer, TimeSpan.FromMinutes(5), "B3");
        Render<CheckoutPage>(parameters => parameters.Add(checkout => checkout.HoldId, hold.Id));
        Assert.Equal(["FindAsync", "FindAsync", "FindAsync"], Cinema.Calls);
    }

    [Fact]
    public void Booking_AsksForItAndItsScreening()
    {
        var booking = Sample.Booking(BookingStatus.Confirmed, Customer);
        Cinema.Bookings.Add(booking);
        Render<BookingPage>(parameters => parameters.Add(page => page.Reference, booking.Reference));
        Assert.Equal(["FindAsync", "FindAsync"], Cinema.Calls);
    }

    [Fact]
    public void MyBookings_OfManyScreenings_AsksForThemAndTheirScreenings()
    {
        Cinema.Bookings.AddRange(Enumerable.Range(7, 5).Select(id =>
            Sample.Booking(BookingStatus.Confirmed, Customer) with { Reference = $"REF-{id}", ScreeningId = id }));
        var page = Render<MyBookingsPage>();
        Assert.Equal(5, page.FindAll("li a").Count);
        Assert.Equal(["ListAsync", "BriefAsync"], Cinema.Calls);
    }

    [Fact]
    public void MyBookings_None_AsksForThemOnly()
    {
        Render<MyBookingsPage>();
        Assert.Equal(["ListAsync"], Cinema.Calls);
    }
}
