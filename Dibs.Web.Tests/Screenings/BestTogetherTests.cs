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
    public void Hall_ChoiceLeavesASeatAlone_TheOfferIsOneClickAway()
    {
        Cinema.KeepsGapsOut = true;
        var page = Open();
        page.Toggle("Row C, seat 1, love seat, 45.00 PLN, free");
        page.Toggle("Row B, seat 5, premium, 38.00 PLN, free");

        Assert.Contains("B6 would be left alone", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        page.Button("Row B, seat 5, premium, 38.00 PLN, free");
        page.Button("Take B6 and C1 instead").Click();

        page.Button("Row B, seat 6, premium, 38.00 PLN, yours");
        page.Button("Row C, seat 1, love seat, 45.00 PLN, yours");
        Assert.Equal(2, page.FindAll("[role=gridcell] button[aria-pressed=true]").Count);
    }

    [Fact]
    public void Hall_CameBackFromTheCheckout_KeepsTheVoucher()
    {
        Navigation.NavigateTo("/screenings/7?voucher=FIVE-OFF");
        var page = Open();
        page.Button("Best 2 together").Click();

        Assert.EndsWith("?voucher=FIVE-OFF", page.Link("Continue").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Hall_BestOfACategory_AreOfThat()
    {
        var page = Open();
        page.Field("Best of which seats").Change("Love");
        page.Button("Best 2 together").Click();

        Assert.True(page.Says("C1 and C2 are yours.") || page.Says("C3 and C4 are yours."));
    }

    [Fact]
    public void Hall_WheelchairPlaces_AreGivenOnlyWhereTheyAreLookedFor()
    {
        var page = Open();
        page.Button("List by row").Click();
        page.Button("Wheelchair places").Click();
        Assert.Equal("true", page.Button("Wheelchair places").GetAttribute("aria-pressed"));
        Assert.Equal(["Row A"], page.FindAll("section h2").Select(row => row.TextContent).Where(text => text.StartsWith("Row", StringComparison.Ordinal)));
        Assert.Contains("?view=list&wheelchair=1", JSInterop.Invocations["dibsPage.keep"].Select(call => call.Arguments[0]));

        page.Button("Best 2 together").Click();

        Assert.True(page.Says("A1 and A2 are yours."));
    }

    [Fact]
    public void Hall_CompanionsSeat_ComesAndGoesWithItsPlace()
    {
        var page = Open();
        page.Toggle("Row A, seat 2, companion of the wheelchair place beside it, standard, 28.00 PLN, free");
        Assert.Contains("Seat A2 is for who comes with wheelchair place A1", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);

        page.Toggle("Row A, seat 1, wheelchair place, standard, 28.00 PLN, free");
        page.Toggle("Row A, seat 2, companion of the wheelchair place beside it, standard, 28.00 PLN, free");
        Assert.Equal(2, page.FindAll("[role=gridcell] button[aria-pressed=true]").Count);

        page.Toggle("Row A, seat 1, wheelchair place, standard, 28.00 PLN, yours");
        Assert.Empty(page.FindAll("[role=gridcell] button[aria-pressed=true]"));
    }

    [Fact]
    public void Hall_SaleHasEnded_OffersNoBestSeats()
    {
        Clock.Advance(TimeSpan.FromHours(8));

        Assert.Empty(Open().FindAll("[aria-label='Best seats together']"));
    }

    private IRenderedComponent<HallPage> Open() => OpenHall();
}
