using Bunit;
using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Web.Components.Bookings;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Bookings;

public sealed class CheckoutPageTests : PageTest
{
    private const string VoucherField = "Voucher code, if you have one";

    private HoldDetails _hold = null!;

    [Fact]
    public void Checkout_NothingTyped_SaysWhatIsMissingAtTheField()
    {
        var page = Open();
        Pay(page);
        Assert.Contains("Enter your name.", page.ErrorOf("Name"), StringComparison.Ordinal);
        Assert.Contains("Enter your e-mail address", page.ErrorOf("E-mail"), StringComparison.Ordinal);
        Assert.Contains("Enter a card number.", page.ErrorOf("Card number"), StringComparison.Ordinal);
        Assert.Contains("month and year", page.ErrorOf("Valid to (MM/YY)"), StringComparison.Ordinal);
        Assert.Contains("Three digits.", page.ErrorOf("Security code"), StringComparison.Ordinal);
        Assert.Empty(Cinema.Wishes);
        Assert.Equal("field-name", JSInterop.Invocations["dibsPage.focusIn"].Single().Arguments[0]);
    }

    [Fact]
    public void Checkout_FieldIsMended_ItsErrorGoesAndNoOtherComes()
    {
        var page = Open();
        Pay(page);
        page.Field("Name").Change("Ada");
        Assert.Equal("", page.ErrorOf("Name"));
        Assert.NotEqual("", page.ErrorOf("E-mail"));
        page.Field("E-mail").Change("ada@example");
        Assert.Contains("not an e-mail address", page.ErrorOf("E-mail"), StringComparison.Ordinal);
    }

    [Fact]
    public void Checkout_Fields_HelpTheBrowserToFillThem()
    {
        var page = Open();
        Assert.Equal(
            ["name", "email", "cc-number", "cc-exp", "cc-csc"],
            ((string[])["Name", "E-mail", "Card number", "Valid to (MM/YY)", "Security code"]).Select(label => page.Field(label).GetAttribute("autocomplete")));
    }

    [Fact]
    public void Checkout_RealCard_IsRefused()
    {
        var page = Open();
        page.Field("Card number").Change("5555 5555 5555 4444");
        Pay(page);
        Assert.Contains("Use one of the test cards", page.ErrorOf("Card number"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checkout_WhatIsTyped_IsKeptOnTheServer()
    {
        var page = Open();
        page.Field("Name").Change("Ada");
        page.Field("E-mail").Change("ada@example.org");
        var kept = await Cinema.FindAsync(_hold.Id, Customer, CancellationToken.None);
        Assert.Equal(("Ada", "ada@example.org"), (kept!.Name, kept.Email));
    }

    [Fact]
    public void Checkout_GoodCard_BooksByTheHoldsKeyAndShowsTheBooking()
    {
        Navigation.NavigateTo("/checkout/x?child=B4");
        var page = Open();
        Fill(page);
        page.Field("Protocol").Change("2pc-textbook");
        Pay(page);
        var wish = Assert.Single(Cinema.Wishes);
        Assert.Equal(_hold.CheckoutKey.ToString(), wish.IdempotencyKey);
        Assert.Equal(("2pc-textbook", _hold.Id, Customer), (wish.Protocol, wish.HoldId, wish.CustomerKey));
        Assert.Equal(TicketType.Child, wish.TicketTypes!["B4"]);
        Assert.Equal(TicketType.Adult, wish.TicketTypes!["B3"]);
        Assert.EndsWith("/bookings/7K3M-9QXP-2VTA", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkout_DoubleClick_IsOneWish()
    {
        var answer = new TaskCompletionSource<BookingResult>();
        Cinema.OnBook = _ => answer.Task;
        var page = Open();
        Fill(page);
        Pay(page);
        Pay(page);
        Assert.Single(Cinema.Wishes);
        Assert.True(page.Button("Booking your seats …").HasAttribute("disabled"));
    }

    [Fact]
    public void Checkout_CardDeclined_KeepsTheSeatsAndTriesWithAnotherKey()
    {
        Cinema.OnBook = wish => Reject(wish, RejectionReason.PaymentDeclined);
        var page = Open();
        Fill(page);
        Pay(page);
        Assert.Contains("declined", page.ErrorOf("Card number"), StringComparison.Ordinal);
        Assert.True(page.Says("your seats are still yours"));
        Pay(page);
        Assert.Equal(2, Cinema.Wishes.Select(wish => wish.IdempotencyKey).Distinct().Count());
    }

    [Fact]
    public void Checkout_SeatsAreGone_NamesThem()
    {
        Cinema.OnBook = wish => Reject(wish, RejectionReason.SeatsTaken, "B4");
        var page = Open();
        Fill(page);
        Pay(page);
        Assert.True(page.Says("B4 belongs to somebody else now. Nothing was charged."));
        Assert.StartsWith("/screenings/7", page.Link("Change seats").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Checkout_Busy_TriesAgainWithTheSameKey()
    {
        Cinema.OnBook = _ => Task.FromResult<BookingResult>(new BookingResult.Busy());
        var page = Open();
        Fill(page);
        Pay(page);
        Assert.True(page.Says("press the button again"));
        Pay(page);
        Assert.Single(Cinema.Wishes.Select(wish => wish.IdempotencyKey).Distinct());
    }

    [Fact]
    public void Checkout_ServerFindsAnError_ShowsItAtTheField()
    {
        Cinema.OnBook = _ => Task.FromResult<BookingResult>(new BookingResult.Invalid(
            new Dictionary<string, string[]> { ["customer.email"] = ["No such host."], ["seats"] = ["There is no seat Z9."] }));
        var page = Open();
        Fill(page);
        Pay(page);
        Assert.Contains("No such host.", page.ErrorOf("E-mail"), StringComparison.Ordinal);
        Assert.True(page.Says("There is no seat Z9."));
    }

    [Fact]
    public void Checkout_DatabaseAway_SaysThatAgainIsSafe()
    {
        Cinema.OnBook = _ => throw new TimeoutException();
        var page = Open();
        Fill(page);
        Pay(page);
        Assert.True(page.Says("you will not be charged twice"));
    }

    [Fact]
    public void Checkout_Voucher_IsTakenOffTheTotalAndSentWithTheWish()
    {
        Cinema.Vouchers.Add(new(new Voucher("WELCOME10", 10, null, null, null), null));
        var page = Open();
        Fill(page);
        page.Field(VoucherField).Change(" welcome10");
        page.Button("Apply").Click();
        Assert.True(page.Says("Voucher WELCOME10 is applied"));
        Assert.True(page.Says("−7.60 PLN"));
        page.Button("Pay 68.40 PLN");
        Assert.Contains("?voucher=WELCOME10", JSInterop.Invocations["dibsPage.keep"].Select(call => call.Arguments[0]));
        Pay(page);
        Assert.Equal("WELCOME10", Assert.Single(Cinema.Wishes).Voucher);
    }

    [Theory]
    [InlineData("NO-SUCH", "There is no such voucher.")]
    [InlineData("SPENT", "was used as often as it may be")]
    [InlineData("POUNDS", "is not for this screening")]
    public void Checkout_VoucherThatIsNone_SaysWhyAtTheField(string code, string why)
    {
        Cinema.Vouchers.Add(new(new Voucher("SPENT", 10, null, null, null), VoucherRefusal.UsedUp));
        Cinema.Vouchers.Add(new(new Voucher("POUNDS", null, 5, "GBP", null), null));
        var page = Open();
        page.Field(VoucherField).Change(code);
        page.Button("Apply").Click();
        Assert.Contains(why, page.ErrorOf(VoucherField), StringComparison.Ordinal);
        page.Button("Pay 76.00 PLN");
    }

    [Fact]
    public void Checkout_VoucherTypedAndNotApplied_IsAppliedBeforeAnybodyPays()
    {
        Cinema.Vouchers.Add(new(new Voucher("FIVE-OFF", null, 5, null, null), null));
        var page = Open();
        Fill(page);
        page.Field(VoucherField).Change("FIVE-OFF");
        Pay(page);
        Assert.Empty(Cinema.Wishes);
        page.Button("Pay 71.00 PLN");
        Pay(page);
        Assert.Single(Cinema.Wishes);
    }

    [Fact]
    public void Checkout_OpenedAgainWithItsVoucher_HasItStill()
    {
        Cinema.Vouchers.Add(new(new Voucher("FIVE-OFF", null, 5, null, null), null));
        Navigation.NavigateTo("/checkout/x?child=B4&voucher=FIVE-OFF");
        var page = Open();
        Assert.Equal("FIVE-OFF", page.Field(VoucherField).GetAttribute("value"));
        Assert.Equal("/screenings/7?child=B4&voucher=FIVE-OFF", page.Link("Change seats").GetAttribute("href"));
        page.Button("Pay 61.00 PLN");
    }

    [Fact]
    public void Checkout_VoucherUsedUpMeanwhile_IsTakenOutAndNothingIsCharged()
    {
        Cinema.Vouchers.Add(new(new Voucher("FIVE-OFF", null, 5, null, null), null));
        Cinema.OnBook = wish => Reject(wish, RejectionReason.VoucherUsedUp);
        Navigation.NavigateTo("/checkout/x?voucher=FIVE-OFF");
        var page = Open();
        Fill(page);
        Pay(page);
        Assert.Contains("was used as often as it may be", page.ErrorOf(VoucherField), StringComparison.Ordinal);
        Assert.True(page.Says("Nothing was charged, and your seats are still yours"));
        page.Button("Pay 76.00 PLN");
    }

    [Fact]
    public void Checkout_UnknownPayment_LeadsToTheBookingThatIsBeingChecked()
    {
        Cinema.OnBook = wish => Task.FromResult<BookingResult>(new BookingResult.Settled(
            new BookingOutcome.Unknown(UnknownReason.Payment), Sample.Booking(BookingStatus.Pending, wish.CustomerKey)));
        var page = Open();
        Fill(page);
        Pay(page);
        Assert.EndsWith("/bookings/7K3M-9QXP-2VTA", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkout_TimeIsUp_OffersTheSameSeatsAndKeepsWhatWasTyped()
    {
        _hold = Cinema.Give(Customer, TimeSpan.FromSeconds(2), "B3", "B4");
        var page = Show();
        page.Field("Name").Change("Ada");
        Clock.Advance(TimeSpan.FromSeconds(3));
        page.WaitForAssertion(() => Assert.True(page.Says("Your time is up.")));
        Pay(page);
        Assert.Empty(Cinema.Wishes);
        page.Button("Try the same seats again").Click();
        page.WaitForAssertion(() => Assert.True(page.Says("The same seats are yours again.")));
        Assert.Equal("Ada", page.Field("Name").GetAttribute("value"));
    }

    [Fact]
    public void Checkout_OpenedAfterItsBooking_LeadsThere()
    {
        _hold = Cinema.Give(Customer, TimeSpan.FromMinutes(9), "B3", "B4");
        Cinema.Bookings.Add(Sample.Booking(BookingStatus.Pending, Customer) with { Id = BookingId.FromKey(_hold.CheckoutKey.ToString()) });
        Show();
        Assert.EndsWith("/bookings/7K3M-9QXP-2VTA", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkout_OfNoHold_ShowsTheNewestBooking()
    {
        Cinema.Bookings.Add(Sample.Booking(BookingStatus.Confirmed, Customer));
        var page = Render<CheckoutPage>(parameters => parameters.Add(checkout => checkout.HoldId, Guid.NewGuid()));
        Assert.True(page.Says("This checkout has ended"));
        Assert.Equal("/bookings/7K3M-9QXP-2VTA", page.Link("Show this booking").GetAttribute("href"));
    }

    private static Task<BookingResult> Reject(BookingWish wish, RejectionReason reason, params string[] seats) =>
        Task.FromResult<BookingResult>(new BookingResult.Settled(
            new BookingOutcome.Rejected(Step.TakePayment, reason, seats), Sample.Booking(BookingStatus.Rejected, wish.CustomerKey, reason)));

    private static void Pay(IRenderedComponent<CheckoutPage> page) => page.Find("form").Submit();

    private static void Fill(IRenderedComponent<CheckoutPage> page)
    {
        page.Field("Name").Change("Ada");
        page.Field("E-mail").Change("ada@example.org");
        page.Button("Use test card 4242 4242 4242 4242: pays").Click();
        Assert.Equal(TestCard.Pays, page.Field("Card number").GetAttribute("value")!.Replace(" ", "", StringComparison.Ordinal));
    }

    private IRenderedComponent<CheckoutPage> Open()
    {
        _hold = Cinema.Give(Customer, TimeSpan.FromMinutes(9), "B3", "B4");
        return Show();
    }

    private IRenderedComponent<CheckoutPage> Show() => Render<CheckoutPage>(parameters => parameters.Add(checkout => checkout.HoldId, _hold.Id));
}
