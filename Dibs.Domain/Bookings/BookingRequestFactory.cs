using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Holds;
using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Domain.Tickets;

namespace Dibs.Domain.Bookings;

/// <summary>
/// Makes a checked and priced request out of a wish, or says everything that is wrong with it at once, by field.
/// Whether the screening still sells is not asked here: only the bookings database's clock knows.
/// </summary>
internal sealed class BookingRequestFactory(
    BookingWish wish, ScreeningDetails? screening, Voucher? voucher, IReadOnlyCollection<string> protocols,
    string defaultProtocol, HoldOptions holds)
{
    private readonly Dictionary<string, List<string>> _errors = [];

    /// <summary>What is wrong with the voucher, once the request was made; null where nothing is.</summary>
    public VoucherRefusal? VoucherRefusal { get; private set; }

    /// <summary>The request, or null and the errors by field.</summary>
    public (BookingRequest? Request, IReadOnlyDictionary<string, string[]> Errors) Make()
    {
        CheckKey();
        var protocol = CheckProtocol();
        var (name, email) = (CheckName(), CheckEmail());
        var token = wish.Desk is { } desk ? Till.TokenOf(desk.Payment) : TestCard.TokenOf(wish.Card);
        if (token is null)
            Add("payment.card", "Dibs takes test cards only, such as 4242 4242 4242 4242; no real card is ever charged.");
        var tickets = CheckSeats();
        CheckVoucher();
        if (wish.Desk?.Payment == DeskPayment.Comp && !Reasons.IsOne(wish.Desk.Reason)) Add("reason", Reasons.Error);
        if (_errors.Count > 0) return (null, _errors.ToDictionary(error => error.Key, error => error.Value.ToArray()));

        var id = BookingId.FromKey(wish.IdempotencyKey!);
        var given = wish.Desk?.Payment == DeskPayment.Comp;
        var quote = Quote.Of([.. tickets.Select(ticket => given ? 0 : ticket.Price)], voucher);
        var booking = new BookingRequest
        {
            BookingId = id,
            Reference = BookingId.ReferenceOf(id),
            RequestHash = Hash(name, email, token!),
            ScreeningId = wish.ScreeningId,
            Tickets = [.. tickets.Zip(quote.Charged, (ticket, price) => ticket with { Price = price })],
            HoldId = wish.HoldId,
            Customer = new Customer(name, email, wish.CustomerKey),
            Language = wish.Language.Code,
            Amount = new Money(quote.Total, screening!.Prices.Currency),
            Discount = voucher is null ? null : new Discount(voucher.Code, quote.Discount),
            PaymentKey = Guid.NewGuid(),
            CardToken = token!,
            Protocol = protocol,
        };
        return (booking with { Audit = AuditOf(booking) }, new Dictionary<string, string[]>());
    }

    /// <summary>Of a sale at the desk.</summary>
    private AuditEntry? AuditOf(BookingRequest booking) => wish.Desk is not { } desk
        ? null
        : new AuditEntry(
            desk.By, desk.Payment == DeskPayment.Comp ? "booking.given-away" : "booking.sold", booking.Reference, desk.Reason?.Trim(),
            After: JsonSerializer.Serialize(new
            {
                screening = booking.ScreeningId,
                seats = booking.Tickets.Select(ticket => ticket.Seat),
                amount = booking.Amount.Amount,
                currency = booking.Amount.Currency,
                payment = desk.Payment.ToString().ToLowerInvariant(),
            }));

    private void CheckKey()
    {
        if (string.IsNullOrWhiteSpace(wish.IdempotencyKey))
            Add("Idempotency-Key", "Send a header Idempotency-Key with a value of your own, such as a UUID.");
        else if (wish.IdempotencyKey.Length > 200)
            Add("Idempotency-Key", "The key must be 1 to 200 characters long.");
    }

    private string CheckProtocol()
    {
        var protocol = wish.Protocol ?? screening?.Protocol ?? defaultProtocol;
        if (!protocols.Contains(protocol))
            Add("protocol", $"There is no protocol '{Shorten(protocol)}'; choose one of {string.Join(", ", protocols)}.");
        return protocol;
    }

    private string CheckName()
    {
        var name = wish.Name?.Trim() ?? "";
        if (wish.Desk is not null && name.Length == 0) return "Box office";
        if (name.Length is 0 or > 100 || name.Any(char.IsControl))
            Add("customer.name", "Enter a name of 1 to 100 characters.");
        return name;
    }

    private string CheckEmail()
    {
        var email = wish.Email?.Trim() ?? "";
        if (wish.Desk is not null && email.Length == 0) return "";
        if (email.Length > 254 || email.Any(char.IsControl) || !MailAddress.TryCreate(email, out var parsed)
            || parsed.Address != email || !parsed.Host.Contains('.', StringComparison.Ordinal))
            Add("customer.email", "Enter an e-mail address, such as name@example.org.");
        return email;
    }

    private void CheckVoucher()
    {
        if (Voucher.CodeOf(wish.Voucher) is not { } code) return;
        if (voucher is null)
        {
            VoucherRefusal = Pricing.VoucherRefusal.Unknown;
            Add("voucher", $"There is no voucher {Shorten(code)}.");
        }
        else if (screening is not null && !voucher.IsFor(screening.Id, screening.Prices.Currency))
        {
            VoucherRefusal = Pricing.VoucherRefusal.NotForScreening;
            Add("voucher", $"Voucher {voucher.Code} is not for this screening.");
        }
    }

    private List<TicketRequest> CheckSeats()
    {
        if (screening is null)
        {
            Add("screeningId", $"There is no screening {wish.ScreeningId}.");
            return [];
        }

        var seats = wish.Seats ?? [];
        if (seats.Count == 0) Add("seats", "Choose at least one seat.");
        if (seats.Count > holds.MaxSeats)
        {
            Add("seats", $"Choose at most {holds.MaxSeats} seats; these are {seats.Count}.");
            return [];
        }

        var duplicates = seats.GroupBy(seat => seat).Where(group => group.Count() > 1).Select(group => Shorten(group.Key));
        foreach (var seat in duplicates) Add("seats", $"Seat {seat} is named more than once.");
        foreach (var seat in wish.CompanionsAlone ? [] : CompanionSeats.WithoutPlace(screening.Plan, seats))
            Add("seats", CompanionSeats.ErrorOf(screening.Plan, seat));
        foreach (var seat in wish.TicketTypes?.Keys.Except(seats) ?? [])
            Add("tickets", $"There is a ticket for seat {Shorten(seat)}, which is not among the seats.");

        var tickets = new List<TicketRequest>();
        // Ordinal order: two bookings then lock the seats they share in the same order.
        foreach (var seat in seats.Distinct().OrderBy(seat => seat, StringComparer.Ordinal))
        {
            var type = wish.TicketTypes is not null && wish.TicketTypes.TryGetValue(seat, out var given) ? given : TicketType.Adult;
            if (seat is null || screening.Plan.Find(seat) is not { } found)
                Add("seats", $"{screening.Hall} has no seat {Shorten(seat)}.");
            else if (screening.Prices.PriceOf(found.Category, type) is not { } price)
                Add("tickets", $"There is no {type} ticket for seat {seat}.");
            else
                tickets.Add(new TicketRequest(seat, type, price.Amount, TicketCode.New()));
        }

        return tickets;
    }

    /// <summary>Of what the client asked for, not of what became of it: prices may change between two tries.</summary>
    private string Hash(string name, string email, string token)
    {
        var meaning = JsonSerializer.Serialize(new
        {
            wish.ScreeningId,
            Seats = wish.Seats!.Order(StringComparer.Ordinal),
            wish.HoldId,
            wish.Protocol,
            name,
            email,
            Types = wish.TicketTypes?.OrderBy(type => type.Key, StringComparer.Ordinal).Select(type => $"{type.Key}={type.Value}"),
            token,
        });
        // After the rest, so that a wish without a voucher means what it did before there were any.
        if (Voucher.CodeOf(wish.Voucher) is { } code) meaning += "voucher=" + code;
        if (wish.Desk is { } desk) meaning += $"desk={desk.By.Id} {desk.Reason}";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(meaning)));
    }

    private void Add(string field, string error)
    {
        if (!_errors.TryGetValue(field, out var list)) _errors.Add(field, list = []);
        list.Add(error);
    }

    private static string Shorten(string? text) => text switch
    {
        null => "null",
        { Length: > 20 } => text[..20] + "…",
        _ => text,
    };
}
