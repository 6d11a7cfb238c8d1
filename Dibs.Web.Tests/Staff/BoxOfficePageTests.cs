using Bunit;
using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Web.Components.Staff.BoxOffice;
using Dibs.Web.Staff;
using Dibs.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Web.Tests.Staff;

/// <summary>The box office: what is asked of the desk's service, and what is said of its answers.</summary>
public sealed class BoxOfficePageTests : PageTest
{
    private readonly FakeBoxOffice _office;

    public BoxOfficePageTests()
        : this(new FakeBoxOffice())
    {
    }

    private BoxOfficePageTests(FakeBoxOffice office)
        : base(services => services
            .AddSingleton<IBoxOffice>(office)
            .AddSingleton<IStaffContext>(new OneOfTheStaff(StaffRoles.BoxOffice)))
    {
        _office = office;
        office.Cinema = Cinema;
    }

    [Fact]
    public void Sell_ForCashThenGivenAway_AsksForBothOnceWithKeysOfTheirOwn()
    {
        var page = Open();
        page.Toggle("Row A, seat 3, standard, 28.00 PLN, free");
        page.Toggle("Row A, seat 4, standard, 28.00 PLN, free");
        page.Field("Ticket for seat A4").Change("Child");
        Assert.True(page.Says("46.00 PLN"));

        Submit(page, "Sell");

        Assert.True(page.Says("Sold A3 and A4"));
        var sold = Assert.Single(_office.Sales);
        Assert.Equal(("A3 A4", DeskPayment.Cash), (string.Join(' ', sold.Seats), sold.Payment));
        Assert.Equal(Domain.Pricing.TicketType.Child, sold.TicketTypes!["A4"]);
        Assert.NotNull(page.Link("Print the tickets"));

        page.Button("Another customer").Click();
        page.Toggle("Row A, seat 5, standard, 28.00 PLN, free");
        page.Find("input[value=Comp]").Change("Comp");
        Assert.True(page.Says("0.00 PLN"));
        // Nothing is given away without a reason.
        Assert.True(Act(page, "Sell").HasAttribute("disabled"));
        page.Find("form[aria-label=Sell] input[required]").Input("A broken seat yesterday");
        Submit(page, "Sell");

        Assert.Equal("A broken seat yesterday", _office.Sales[1].Reason);
        Assert.NotEqual(_office.Sales[0].IdempotencyKey, _office.Sales[1].IdempotencyKey);
    }

    [Fact]
    public void Sell_NoAnswerThenAgain_IsTheSameSale()
    {
        var answers = new Queue<BookingResult>([new BookingResult.Busy()]);
        _office.OnSell = () => answers.TryDequeue(out var busy) ? busy : null;
        var page = Open();
        page.Toggle("Row A, seat 3, standard, 28.00 PLN, free");

        Submit(page, "Sell");
        Assert.True(page.Says("Nothing was sold; try again."));
        Submit(page, "Sell");

        Assert.Equal(2, _office.Sales.Count);
        Assert.Single(_office.Sales.Select(sale => sale.IdempotencyKey).Distinct());
    }

    [Fact]
    public void Block_NeedsAReasonAndSaysWhoHasTheSeat()
    {
        var page = Open();
        page.Toggle("Row B, seat 1, premium, 38.00 PLN, free");
        Assert.True(Act(page, "Block").HasAttribute("disabled"));
        page.Find("form[aria-label=Block] input[required]").Input("For the press");
        _office.OnBlock = () => new BlockResult.Refused([new DeskSeat("B1", SeatState.Held, null, Sample.Now.AddMinutes(5), null)]);

        Submit(page, "Block");
        Assert.True(page.Says("Nothing was changed. B1 is held by a customer until 13:05."));
        _office.OnBlock = null;
        Submit(page, "Block");

        Assert.True(page.Says("B1 is blocked."));
        Assert.Equal(("B1", "For the press"), _office.Blocks[^1]);
    }

    [Fact]
    public async Task Choice_TakenByACustomerMeanwhile_IsChosenNoMore()
    {
        var page = Open();
        page.Toggle("Row A, seat 3, standard, 28.00 PLN, free");
        Assert.NotNull(Act(page, "Sell"));

        Cinema.Take("A3", SeatState.Held);
        Feed.Publish([new SeatChange(7, "A3", SeatState.Held, 1)]);

        await EventuallyAsync(TimeSpan.FromMilliseconds(100), () => Assert.True(page.Says("A3 changed hands just now.")));
        Assert.Empty(page.FindAll("form[aria-label=Sell]"));
    }

    [Fact]
    public void Booking_ReseatAndCancel_NeedAReasonAndASecondThought()
    {
        Cinema.Bookings.Add(Sample.Booking(BookingStatus.Confirmed, Guid.NewGuid()));
        foreach (var seat in (string[])["B3", "B4"]) Cinema.Take(seat, SeatState.Booked);
        var page = Open();

        page.Toggle("Row B, seat 3, premium, 38.00 PLN, sold");
        Assert.True(page.Says("7K3M-9QXP-2VTA"));
        page.Toggle("Row C, seat 1, love seat, 45.00 PLN, free");
        page.Find("form[aria-label='Change this booking'] input[required]").Input("The chair is broken");
        Assert.True(Act(page, "Change this booking").HasAttribute("disabled"));
        page.Toggle("Row C, seat 2, love seat, 45.00 PLN, free");
        Submit(page, "Change this booking");

        Assert.True(page.Says("Moved to C1 and C2."));
        Assert.Equal(("C1 C2", "The chair is broken"), _office.Reseats.Single());
        page.Find("form[aria-label='Change this booking'] input[required]").Input("Fell ill");
        page.Button("Cancel the booking").Click();
        Assert.Empty(_office.Cancels);
        page.Button("Yes, cancel it and give 76.00 PLN back").Click();

        Assert.Equal("Fell ill", Assert.Single(_office.Cancels));
        Assert.True(page.Says("The money goes back the way it was paid."));
    }

    /// <summary>Seats that are chosen here are of this hall, and would be another hall's there.</summary>
    [Fact]
    public void Find_BookingOfAnotherScreening_GoesToItsHall()
    {
        Cinema.Bookings.Add(Sample.Booking(BookingStatus.Confirmed, Guid.NewGuid()) with { ScreeningId = 8 });
        var page = Open();

        page.Find("form[role=search] input").Change("7k3m-9qxp-2vta");
        page.Find("form[role=search]").Submit();

        Assert.EndsWith("/staff/box-office/8?booking=7K3M-9QXP-2VTA", Navigation.Uri, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form[aria-label='Change this booking']"));
    }

    private IRenderedComponent<DeskPage> Open()
    {
        var page = Render<DeskPage>(parameters => parameters.Add(desk => desk.Id, 7));
        // The instance's own reading of the hall comes a moment later, on another thread.
        page.WaitForAssertion(() => Assert.True(page.RenderCount > 1));
        return page;
    }

    private static AngleSharp.Dom.IElement Act(IRenderedComponent<DeskPage> page, string form) =>
        page.Find($"form[aria-label='{form}'] button[type=submit]");

    private static void Submit(IRenderedComponent<DeskPage> page, string form) => page.Find($"form[aria-label='{form}']").Submit();
}
