using System.Text;
using System.Text.RegularExpressions;
using Dibs.Infrastructure.Tests.Tickets;
using Microsoft.Playwright;
using MimeKit;
using static Microsoft.Playwright.Assertions;

namespace Dibs.Web.Tests.Browser.Journeys;

/// <summary>The whole way of a customer, from what is on to the tickets in the hand.</summary>
public sealed partial class JourneyTests(BrowserFixture browser) : BrowserTest(browser)
{
    /// <summary>From the programme to the tickets, with a voucher and a card that is declined on the way.</summary>
    private const int TapsAtMost = 8;

    [Theory]
    [InlineData(Hands.Finger, 360, 640)]
    [InlineData(Hands.Mouse, 1280, 800)]
    [InlineData(Hands.Keys, 1280, 800)]
    public async Task Journey_ProgrammeToTickets_TakesFewTapsAndGivesTicketsThatScan(Hands hands, int width, int height)
    {
        var customer = new Customer(await Browser.OpenAsync(width: width, height: height), hands);
        var page = customer.Page;
        var day = TimeProvider.System.GetUtcNow().AddDays(2);
        await page.GoAsync($"/?day={day:yyyy-MM-dd}");

        await customer.TapAsync(page.Locator("main").GetByRole(AriaRole.Link, new() { NameRegex = Roomy() }).First);
        await Expect(page.GetByRole(AriaRole.Grid)).ToBeVisibleAsync();
        await customer.TapAsync(page.Button("Best 3 together"));
        await Expect(page.MySeats()).ToHaveCountAsync(3);
        await customer.TapAsync(page.GetByRole(AriaRole.Link, new() { Name = "Continue" }));
        await Expect(page.Heading("Checkout")).ToBeVisibleAsync();

        await customer.TypeAsync("Name", "Ada Lovelace");
        await customer.TypeAsync("E-mail", "ada@example.org");
        await TypeCardAsync(customer, Steps.DeclinedCard);
        await customer.TypeAsync("Voucher code, if you have one", "welcome10");
        await customer.TapAsync(page.Button("Apply"));
        await Expect(page.GetByText("Voucher WELCOME10 is applied")).ToBeVisibleAsync();
        await customer.TapAsync(PayButton(page));
        await Expect(page.GetByText("This card was declined.")).ToBeVisibleAsync();
        await TypeCardAsync(customer, Steps.GoodCard);
        await customer.TapAsync(PayButton(page));
        await Expect(page.Heading("Your seats are booked")).ToBeVisibleAsync();
        Assert.InRange(customer.Taps, 1, TapsAtMost);

        await Expect(page.GetByText("Voucher WELCOME10 took")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(3);
        await CheckTicketsAsync(customer);
    }

    private static async Task CheckTicketsAsync(Customer customer)
    {
        var page = customer.Page;
        var codes = (await page.GetByLabel("Ticket code").AllInnerTextsAsync())
            .Select(code => code.Replace(" ", "", StringComparison.Ordinal)).ToList();

        var picture = await customer.DownloadAsync(Link(page, "Picture of the code for seat"));
        Assert.Equal(codes[0], CodeIn(await TicketPicture.ReadAsync(page, picture)));
        var calendar = Encoding.UTF8.GetString(await customer.DownloadAsync(Link(page, "Calendar entry of the ticket for seat")));
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", calendar, StringComparison.Ordinal);
        Assert.Matches(@"DTSTART:\d{8}T\d{6}Z", calendar);
        var pdf = await customer.DownloadAsync(Link(page, "All tickets as PDF"));
        Assert.Equal(codes, PdfCodes.In(pdf).Select(CodeIn));

        using var mail = await MailAsync(page.Url.Split('/')[^1]);
        Assert.Equal("ada@example.org", Assert.Single(mail.To.Mailboxes).Address);
        var attached = Assert.Single(mail.Attachments.OfType<MimePart>(), part => part.ContentType.IsMimeType("application", "pdf"));
        using var bytes = new MemoryStream();
        await attached.Content!.DecodeToAsync(bytes);
        Assert.Equal(codes, PdfCodes.In(bytes.ToArray()).Select(CodeIn));
    }

    private static async Task TypeCardAsync(Customer customer, string card)
    {
        await customer.TypeAsync("Card number", card);
        await customer.TypeAsync("Valid to (MM/YY)", "12/34");
        await customer.TypeAsync("Security code", "123");
    }

    /// <summary>The mail in the folder of the stack, which comes some moments after the booking.</summary>
    private static async Task<MimeMessage> MailAsync(string reference)
    {
        var home = Environment.GetEnvironmentVariable("DIBS_HOME")
            ?? throw new InvalidOperationException("Set DIBS_HOME to the folder of the running stack, or run ./dibs test browser.");
        var file = Path.Combine(home, "mail", reference + ".1.eml");
        for (var looks = 0; looks < 300 && !File.Exists(file); looks++) await Task.Delay(100);
        return await MimeMessage.LoadAsync(file);
    }

    /// <summary>The ticket's code within what its QR code carries (docs/tickets.md).</summary>
    private static string CodeIn(string content) => content[6..32];

    private static ILocator PayButton(IPage page) => page.GetByRole(AriaRole.Button, new() { NameRegex = PayName() });

    private static ILocator Link(IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name }).First;

    [GeneratedRegex(@"\d\d\d left$")]
    private static partial Regex Roomy();

    [GeneratedRegex("^Pay ")]
    private static partial Regex PayName();
}
