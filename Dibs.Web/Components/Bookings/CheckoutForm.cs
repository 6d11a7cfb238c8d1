using System.Net.Mail;
using Dibs.Domain.Payments;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Components.Bookings;

/// <summary>What is typed in at the checkout, and what is wrong with it, field by field.</summary>
internal sealed class CheckoutForm(Words words)
{
    /// <summary>The order of the page: the first one with an error gets the focus.</summary>
    private static readonly string[] Order = [Fields.Name, Fields.Email, Fields.Card, Fields.Expiry, Fields.Cvc];

    private readonly Dictionary<string, string> _errors = [];

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Card { get; set; }

    public string? Expiry { get; set; }

    public string? Cvc { get; set; }

    /// <summary>Null: what the screening or the configuration says.</summary>
    public string? Protocol { get; set; }

    public string? FirstField => Order.FirstOrDefault(_errors.ContainsKey);

    /// <summary>What belongs to none of the fields.</summary>
    public IReadOnlyList<string> OtherErrors { get; private set; } = [];

    public string? Error(string field) => _errors.GetValueOrDefault(field);

    public bool Has(string field) => _errors.ContainsKey(field);

    /// <summary>Looks at everything; true when nothing is wrong as far as a page can tell. The server looks again.</summary>
    public bool Check()
    {
        Clear();
        CheckName();
        CheckEmail();
        if (TestCard.TokenOf(Card) is null)
        {
            _errors[Fields.Card] = string.IsNullOrWhiteSpace(Card)
                ? words["Enter a card number."]
                : words["Use one of the test cards below; no real card is taken."];
        }

        if (!IsExpiry(Expiry)) _errors[Fields.Expiry] = words["Enter month and year, such as 12/34."];
        if (Cvc is null || Cvc.Trim().Length is < 3 or > 4 || !Cvc.Trim().All(char.IsAsciiDigit)) _errors[Fields.Cvc] = words["Three digits."];
        return _errors.Count == 0;
    }

    /// <summary>Looks at one field again when it was left, so that an error goes as soon as it is mended.</summary>
    public void Recheck(string field)
    {
        if (!_errors.Remove(field)) return;
        var others = _errors.ToDictionary();
        Check();
        foreach (var known in _errors.Keys.Where(key => key != field && !others.ContainsKey(key)).ToList()) _errors.Remove(known);
    }

    /// <summary>What the booking service said, in the words of the API.</summary>
    public void Take(IReadOnlyDictionary<string, string[]> errors)
    {
        Clear();
        var others = new List<string>();
        foreach (var (key, texts) in errors)
        {
            var field = key switch { "customer.name" => Fields.Name, "customer.email" => Fields.Email, "payment.card" => Fields.Card, _ => null };
            // The voucher's field has an error of its own.
            if (key == "voucher") continue;
            var known = texts.Select(text => words[text]);
            if (field is null) others.AddRange(known);
            else _errors[field] = string.Join(' ', known);
        }

        OtherErrors = others;
    }

    /// <summary>Fills in a card of the test cards.</summary>
    public void Use(string card)
    {
        (Card, Expiry, Cvc) = (card, "12/34", "123");
        foreach (var field in (string[])[Fields.Card, Fields.Expiry, Fields.Cvc]) Recheck(field);
    }

    public void Refuse(string field, string why)
    {
        Clear();
        _errors[field] = why;
    }

    public void Clear()
    {
        _errors.Clear();
        OtherErrors = [];
    }

    private void CheckName()
    {
        if (string.IsNullOrWhiteSpace(Name)) _errors[Fields.Name] = words["Enter your name."];
        else if (Name.Trim().Length > 100) _errors[Fields.Name] = words["At most 100 characters."];
    }

    private void CheckEmail()
    {
        var email = Email?.Trim();
        if (string.IsNullOrEmpty(email)) _errors[Fields.Email] = words["Enter your e-mail address: the tickets are sent there."];
        else if (!MailAddress.TryCreate(email, out var parsed) || parsed.Address != email
                 || !parsed.Host.Contains('.', StringComparison.Ordinal))
            _errors[Fields.Email] = words["This is not an e-mail address, such as name@example.org."];
    }

    private static bool IsExpiry(string? text)
    {
        var digits = new string([.. (text ?? "").Where(char.IsAsciiDigit)]);
        return digits.Length is 4 or 6 && int.Parse(digits[..2], System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= 12;
    }
}

/// <summary>The names of the fields at the checkout. That of the voucher has its error in <see cref="CheckoutVoucher"/>.</summary>
internal static class Fields
{
    public const string Name = "name";
    public const string Email = "email";
    public const string Card = "card";
    public const string Expiry = "expiry";
    public const string Cvc = "cvc";
    public const string Voucher = "voucher";
}
