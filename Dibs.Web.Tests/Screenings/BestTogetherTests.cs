using Bunit;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Screenings;

public sealed class BestTogetherTests : PageTest
{
    [Fact]
    public void Hall_BestFourTogether_AreMineInPlaceOfThoseBefore()
    {
        var page = Open();
        page.Toggle("Row A, seat 3, standard, 28.00 PLN, free");

        page.Button("Best 4 together").Click();

        Assert.True(page.Says("B3, B4, B5 and B6 are yours."));
        Assert.Equal(4, page.FindAll("[role=gridcell] button[aria-pressed=true]").Count);
        Assert.True(page.Says("152.00 PLN"));
    }

    [Fact]
    public void Hall_NoneTogether_SaysSoAndKeepsWhatIsMine()
    {
        Cinema.Give(Customer, TimeSpan.FromMinutes(9), "B1");
        Cinema.Take("A4", SeatState.Booked);
        Cinema.Take("B4", SeatState.Booked);
        var page = Open();

        page.Button("Best 3 together").Click();

        Assert.Contains("No 3 free seats stand side by side any more.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("[role=gridcell] button[aria-pressed=true]"));
    }

    [Fact]
    public void Hall_SeatWasLost_TheNearestIsOneClickAway()
    {
        var page = Open();
        page.Toggle("Row B, seat 3, premium, 38.00 PLN, free");
        Cinema.Take("B4", SeatState.Booked);
        page.Toggle("Row B, seat 4, premium, 38.00 PLN, free");

        page.Button("Take A3 instead").Click();

        Assert.Equal(2, page.FindAll("[role=gridcell] button[aria-pressed=true]").Count);
        page.Button("Row A, seat 3, standard, 28.00 PLN, yours");
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Contains("instead", StringComparison.Ordinal));
    }

    [Fact]
    public void Hall_SaleHasEnded_OffersNoBestSeats()
    {
        Clock.Advance(TimeSpan.FromHours(8));

        Assert.Empty(Open().FindAll("[aria-label='Best seats together']"));
    }

    private IRenderedComponent<HallPage> Open() => OpenHall();
}
