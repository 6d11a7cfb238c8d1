using Bunit;
using Dibs.Domain.Bookings;
using Dibs.Domain.Screenings;
using Dibs.Domain.Swaps;
using Dibs.Web.Components.Swaps;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Swaps;

/// <summary>The page on which customers change their seats.</summary>
public sealed class SwapPageTests : PageTest
{
    [Fact]
    public void Swap_OneKeptAndOneCheaper_SaysWhatGoesBackAndAsksForBoth()
    {
        var page = Open();

        page.Toggle("Row B, seat 3, premium, 38.00 PLN, yours now");
        Assert.True(page.FindAll("label").Single(label => label.TextContent.Trim() == "Keep B3").QuerySelector("input")!.HasAttribute("checked"));
        Assert.True(page.Says("Choose 1 seat in the hall."));
        page.Toggle("Row A, seat 3, standard, 28.00 PLN, free");

        page.WaitForAssertion(() => Assert.True(page.Says("These seats cost 66.00 PLN: 10.00 PLN goes back to your card.")));
        page.Button("Swap my seats").Click();
        var (booking, wish) = Assert.Single(Cinema.Swaps);
        Assert.Equal(("7K3M-9QXP-2VTA", "A3 B3"), (booking.Reference, string.Join(" ", wish.Seats!.Order())));
        Assert.NotNull(wish.HoldId);
        Assert.EndsWith("/bookings/7K3M-9QXP-2VTA", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Swap_DearerSeats_CannotBeAskedFor()
    {
        var page = Open();

        page.Toggle("Row C, seat 1, love seat, 45.00 PLN, free");
        Assert.True(page.Button("Swap my seats").HasAttribute("disabled"));
        page.Toggle("Row C, seat 2, love seat, 45.00 PLN, free");

        page.WaitForAssertion(() => Assert.True(page.Says("These seats cost 90.00 PLN, and you paid 76.00 PLN. A swap cannot cost more")));
        Assert.True(page.Button("Swap my seats").HasAttribute("disabled"));
        // The booking has two seats.
        page.Toggle("Row A, seat 3, standard, 28.00 PLN, free");
        Assert.True(page.Says("Let one of the new ones go to take another."));
    }

    [Fact]
    public void Swap_SomebodyWasQuicker_SaysThatNothingIsLost()
    {
        Cinema.OnSwap = _ => new SwapResult.SeatsTaken(["B1"]);
        var page = Open();
        page.Toggle("Row B, seat 1, premium, 38.00 PLN, free");
        page.Toggle("Row B, seat 2, premium, 38.00 PLN, free");

        page.WaitForAssertion(() => Assert.True(page.Says("The price stays the same.")));
        page.Button("Swap my seats").Click();

        page.WaitForAssertion(() => Assert.True(
            page.Says("B1 was taken by somebody else just now. The booking keeps the seats that it has.")));
    }

    [Theory]
    [InlineData(BookingStatus.Cancelled, true)]
    [InlineData(BookingStatus.Confirmed, false)]
    public void Open_NotConfirmedOrOfSomebodyElse_ShowsNoHall(BookingStatus status, bool mine)
    {
        Cinema.Bookings.Add(Sample.Booking(status, mine ? Customer : Guid.NewGuid()));

        var page = Render<SwapPage>(parameters => parameters.Add(swap => swap.Reference, "7K3M-9QXP-2VTA"));

        Assert.True(page.Says("Which booking?"));
        Assert.Empty(page.FindAll("[role=grid]"));
    }

    private IRenderedComponent<SwapPage> Open()
    {
        Cinema.Bookings.Add(Sample.Booking(BookingStatus.Confirmed, Customer));
        foreach (var seat in (string[])["B3", "B4"]) Cinema.Take(seat, SeatState.Booked);
        var page = Render<SwapPage>(parameters => parameters.Add(swap => swap.Reference, "7K3M-9QXP-2VTA"));
        // The instance's own reading of the hall comes a moment later, on another thread.
        page.WaitForAssertion(() => Assert.True(page.RenderCount > 1));
        return page;
    }
}
