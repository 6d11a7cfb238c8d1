using AngleSharp.Dom;
using Bunit;
using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Languages;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Bookings;
using Dibs.Web.Components.Layout;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Tests.Languages;

/// <summary>
/// Each page and state in both languages: what reads the same in both was forgotten, unless it is a name. What nobody sees but
/// readers of the screen say counts, too.
/// </summary>
public sealed class PolishPagesTests : PageTest
{
    private static readonly string[] Spoken = ["aria-label", "placeholder", "title", "alt"];

    /// <summary>Names, and words that are the same in both languages.</summary>
    private static readonly HashSet<string> Names =
    [
        "Dibs", "PDF", "English", "Polski", "Low Water", "Thriller", "Latarnia", "Gdynia", "Hall", "A door is locked from the inside.",
        "Ada", "ada@example.org", "premium", "Premium", "standard", "Standard", "PLN", "min", "2pc", "2pc-textbook", "saga", "seats", "payments",
        "tickets", "prepared", "decided: commit", "textbook", "WELCOME",
        // MudBlazor's own.
        "Messages",
    ];

    private HoldDetails? _hold;

    public static TheoryData<string> Pages => [.. Shown.Keys];

    private static Dictionary<string, Func<PolishPagesTests, INodeList>> Shown { get; } = new()
    {
        ["programme"] = test => test.At<ProgrammePage>("/"),
        ["programme of no film"] = test => test.At<ProgrammePage>("/?q=nothing"),
        ["programme of another day"] = test => test.At<ProgrammePage>("/?q=low&day=2026-11-24"),
        ["programme of a dark day"] = test => test.At<ProgrammePage>("/?day=2026-11-25"),
        ["hall"] = test => test.Hall(),
        ["hall as a list"] = test => test.Hall("/screenings/7?view=list"),
        ["hall, seats taken"] = test =>
        {
            test.Cinema.Take("B1", SeatState.Booked);
            test.Cinema.Take("B2", SeatState.Held);
            test.Cinema.Take("B6", SeatState.Blocked);
            test.Cinema.Give(test.Customer, TimeSpan.FromSeconds(30), "B3", "B4");
            return test.Hall();
        },
        ["hall, time is up"] = test =>
        {
            test.Cinema.Give(test.Customer, TimeSpan.FromSeconds(-1), "B3", "B4");
            return test.Hall();
        },
        ["no hall"] = test => test.Hall(id: 404),
        ["checkout"] = test => test.Checkout(TimeSpan.FromMinutes(5)).Nodes,
        ["checkout, nothing filled in"] = test =>
        {
            var page = test.Checkout(TimeSpan.FromSeconds(40));
            page.Find("form").Submit();
            return page.Nodes;
        },
        ["checkout, time is up"] = test => test.Checkout(TimeSpan.FromSeconds(-1)).Nodes,
        ["checkout ended"] = test => test.Render<CheckoutPage>(parameters => parameters.Add(page => page.HoldId, Guid.NewGuid())).Nodes,
        ["booking"] = test => test.Booking(BookingStatus.Confirmed),
        ["booking, pending"] = test => test.Booking(BookingStatus.Pending),
        ["booking, rejected"] = test => test.Booking(BookingStatus.Rejected, RejectionReason.PaymentDeclined),
        ["booking, being cancelled"] = test => test.Booking(BookingStatus.Cancelling),
        ["booking, cancelled"] = test => test.Booking(BookingStatus.Cancelled),
        ["booking of others"] = test => test.Render<BookingPage>(parameters => parameters.Add(page => page.Reference, "AAAA-AAAA-AAAA")).Nodes,
        ["my bookings"] = test =>
        {
            test.Cinema.Bookings.Add(Sample.Booking(BookingStatus.Confirmed, test.Customer));
            return test.Render<MyBookingsPage>().Nodes;
        },
        ["no bookings"] = test => test.Render<MyBookingsPage>().Nodes,
        ["not found"] = test => test.Render<NotFoundPage>().Nodes,
        ["unavailable"] = test => test.Render<UnavailableMessage>().Nodes,
        ["reconnect"] = test => test.Render<ReconnectOverlay>().Nodes,
        ["bar"] = test => test.Render<MainLayout>().Nodes,
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_InPolish_HasNoEnglishLeft(string page)
    {
        var english = TextsOf(Shown[page](this));
        await DisposeComponentsAsync();
        Cinema.Bookings.Clear();
        Language = Language.Polish;
        var polish = TextsOf(Shown[page](this));
        Assert.NotEmpty(polish);
        Assert.Equal([], polish.Where(english.Contains).Where(text => Rest(text).Any(char.IsLetter)));
    }

    private static HashSet<string> TextsOf(INodeList nodes)
    {
        var texts = new HashSet<string>();
        foreach (var node in nodes) Collect(node, texts);
        return texts;
    }

    private static void Collect(INode node, HashSet<string> texts)
    {
        if (node is IElement { LocalName: "svg" or "style" or "script" } drawing && !drawing.HasAttribute("aria-label")) return;
        if (node is IElement element) texts.UnionWith(Spoken.Select(element.GetAttribute).OfType<string>());
        if (node is IText text) texts.Add(text.Text.Trim());
        foreach (var child in node.ChildNodes) Collect(child, texts);
    }

    /// <summary>What is left of a text without names, and without seats, codes, times and other short things.</summary>
    private static string Rest(string text)
    {
        foreach (var name in Names.OrderByDescending(name => name.Length)) text = text.Replace(name, "", StringComparison.Ordinal);
        return string.Join(' ', text.Split([' ', ',', '·', '.'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length > 2 && !word.Any(char.IsDigit) && word.Any(char.IsLower)));
    }

    private INodeList At<T>(string address)
        where T : IComponent
    {
        Navigation.NavigateTo(address);
        return Render<T>().Nodes;
    }

    private INodeList Hall(string address = "/screenings/7", int id = 7)
    {
        Navigation.NavigateTo(address);
        return Render<HallPage>(parameters => parameters.Add(hall => hall.Id, id)).Nodes;
    }

    private IRenderedComponent<CheckoutPage> Checkout(TimeSpan left)
    {
        Cinema.Vouchers.Clear();
        Cinema.Vouchers.Add(new FoundVoucher(new Voucher("WELCOME10", 10, null, null, null), null));
        _hold ??= Cinema.Give(Customer, left, "B3", "B4");
        Navigation.NavigateTo($"/checkout/{_hold.Id}?voucher=WELCOME10");
        return Render<CheckoutPage>(parameters => parameters.Add(page => page.HoldId, _hold.Id));
    }

    private INodeList Booking(BookingStatus status, RejectionReason? reason = null)
    {
        var booking = Sample.Booking(status, Customer, reason, new TimelineEntry(Sample.Now, "seats", "prepared", TimeSpan.FromMilliseconds(2)));
        Cinema.Bookings.Add(booking);
        return Render<BookingPage>(parameters => parameters.Add(page => page.Reference, booking.Reference)).Nodes;
    }
}
