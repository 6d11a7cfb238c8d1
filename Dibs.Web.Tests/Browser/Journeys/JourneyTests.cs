using System.Text;
using System.Text.RegularExpressions;
using Dibs.Domain.Languages;
using Dibs.Infrastructure.Tests.Tickets;
using Dibs.Web.Components.Shared;
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
    [InlineData(Hands.Finger, 360, 640, "pl")]
    [InlineData(Hands.Mouse, 1280, 800, "en")]
    [InlineData(Hands.Keys, 1280, 800, "en")]
    public async Task Journey_ProgrammeToTickets_TakesFewTapsAndGivesTicketsThatScan(
        Hands hands, int width, int height, string language)
    {
        var words = Words.In(Language.Of(language));
        var customer = new Customer(await Browser.OpenAsync(width: width, height: height, language: language), hands);
        var page = customer.Page;
        var day = TimeProvider.System.GetUtcNow().AddDays(2);
        await page.GoAsync($"/?day={day:yyyy-MM-dd}");

        await customer.TapAsync(page.Locator("main").GetByRole(AriaRole.Link, new() { NameRegex = Roomy() }).First);
        await Expect(page.GetByRole(AriaRole.Grid)).ToBeVisibleAsync();
        await customer.TapAsync(page.Button(words["Best {0} together", 3]));
        await Expect(page.MySeats()).ToHaveCountAsync(3);
        await customer.TapAsync(page.GetByRole(AriaRole.Link, new() { Name = words["Continue"] }));
        await Expect(page.Heading(words["Checkout"])).ToBeVisibleAsync();

        await customer.TypeAsync(words["Name"], "Ada Lovelace");
        await customer.TypeAsync(words["E-mail"], "ada@example.org");
        await TypeCardAsync(customer, words, Steps.DeclinedCard);
        await customer.TypeAsync(words["Voucher code, if you have one"], "welcome10");
        await customer.TapAsync(page.Button(words["Apply"]));
        await Expect(page.GetByText(words["Voucher {0} is applied: see the new total.", "WELCOME10"])).ToBeVisibleAsync();
        await customer.TapAsync(page.PayButton(words));
        await Expect(page.GetByText(words["This card was declined."])).ToBeVisibleAsync();
        await TypeCardAsync(customer, words, Steps.GoodCard);
        await customer.TapAsync(page.PayButton(words));
        await Expect(page.Heading(words["Your seats are booked"])).ToBeVisibleAsync();
        Assert.InRange(customer.Taps, 1, TapsAtMost);

        await Expect(page.GetByText(words["Voucher {0} took {1} off.", "WELCOME10", "#"].Split("#")[0].TrimEnd())).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(3);
        await CheckTicketsAsync(customer, words);
    }

    private static async Task CheckTicketsAsync(Customer customer, Words words)
    {
        var page = customer.Page;
        var codes = (await page.GetByLabel(words["Ticket code"]).AllInnerTextsAsync())
            .Select(code => code.Replace(" ", "", StringComparison.Ordinal)).ToList();

        var picture = await customer.DownloadAsync(Link(page, words["Picture of the code for seat {0}", ""].TrimEnd()));
        Assert.Equal(codes[0], CodeIn(await TicketPicture.ReadAsync(page, picture)));
        var calendar = Encoding.UTF8.GetString(await customer.DownloadAsync(Link(page, words["Calendar entry of the ticket for seat {0}", ""].TrimEnd())));
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", calendar, StringComparison.Ordinal);
        Assert.Matches(@"DTSTART:\d{8}T\d{6}Z", calendar);
        var pdf = await customer.DownloadAsync(Link(page, words["All tickets as PDF"]));
        Assert.Equal(codes, PdfCodes.In(pdf).Select(CodeIn));

        using var mail = await MailAsync(page.Url.Split('/')[^1]);
        Assert.Equal(words.Language.Code, mail.Body!.Headers["Content-Language"]);
        Assert.Equal("ada@example.org", Assert.Single(mail.To.Mailboxes).Address);
        var attached = Assert.Single(mail.Attachments.OfType<MimePart>(), part => part.ContentType.IsMimeType("application", "pdf"));
        using var bytes = new MemoryStream();
        await attached.Content!.DecodeToAsync(bytes);
        Assert.Equal(codes, PdfCodes.In(bytes.ToArray()).Select(CodeIn));
    }

    private static async Task TypeCardAsync(Customer customer, Words words, string card)
    {
        await customer.TypeAsync(words["Card number"], card);
        await customer.TypeAsync(words["Valid to (MM/YY)"], "12/34");
        await customer.TypeAsync(words["Security code"], "123");
    }

    /// <summary>The mail in the folder of the stack, which comes some moments after the booking.</summary>
    private static async Task<MimeMessage> MailAsync(string reference)
    {
        var home = Environment.GetEnvironmentVariable("DIBS_HOME")
            ?? throw new InvalidOperationException("Set DIBS_HOME to the folder of the running stack, or run ./dibs test browser.");
        var file = new FileInfo(Path.Combine(home, "mail", reference + ".1.eml"));
        using var folder = new FileSystemWatcher(file.DirectoryName!, file.Name);
        var come = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // It is written under another name and then gets its own.
        folder.Renamed += (_, _) => come.TrySetResult();
        folder.EnableRaisingEvents = true;
        if (!File.Exists(file.FullName)) await come.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return await MimeMessage.LoadAsync(file.FullName);
    }

    /// <summary>The ticket's code within what its QR code carries (docs/tickets.md).</summary>
    private static string CodeIn(string content) => content[6..32];

    private static ILocator Link(IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name }).First;

    /// <summary>With some hundred seats left.</summary>
    [GeneratedRegex(@"\b\d\d\d\b")]
    private static partial Regex Roomy();
}
