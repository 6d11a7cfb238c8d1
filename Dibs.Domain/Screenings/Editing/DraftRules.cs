using Dibs.Domain.Pricing;

namespace Dibs.Domain.Screenings.Editing;

/// <summary>What is wrong with a draft by itself, all at once, by field. Empty when all is well.</summary>
public static class DraftRules
{
    /// <summary>More was mistyped.</summary>
    public const decimal MaxPrice = 9_999.99m;

    public static Dictionary<string, string> ErrorsOf(CinemaDraft draft)
    {
        var errors = new Dictionary<string, string>();
        Text(errors, "name", draft.Name, 100);
        Text(errors, "city", draft.City, 100);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(draft.TimeZone, out _))
            errors.Add("timeZone", "This is no time zone; give it like Europe/Warsaw.");
        if (draft.Currency.Length != 3 || !draft.Currency.All(char.IsAsciiLetterUpper))
            errors.Add("currency", "A currency has three capital letters, such as PLN.");
        return errors;
    }

    public static Dictionary<string, string> ErrorsOf(HallDraft draft)
    {
        var errors = new Dictionary<string, string>();
        Text(errors, "name", draft.Name, 60);
        Number(errors, "cleaningMinutes", draft.CleaningMinutes, 0, 120);
        return errors;
    }

    public static Dictionary<string, string> ErrorsOf(FilmDraft draft)
    {
        var errors = new Dictionary<string, string>();
        Text(errors, "title", draft.Title, 200);
        Text(errors, "synopsis", draft.Synopsis, 2_000);
        Text(errors, "genre", draft.Genre, 60);
        Number(errors, "minutes", draft.Minutes, 1, 600);
        Number(errors, "minimumAge", draft.MinimumAge, 0, 21);
        return errors;
    }

    /// <param name="plan">Of the hall.</param>
    /// <param name="zone">Of the cinema.</param>
    public static Dictionary<string, string> ErrorsOf(
        ScreeningDraft draft, SeatPlan plan, TimeZoneInfo zone, IReadOnlyCollection<string> protocols)
    {
        var errors = new Dictionary<string, string>();
        if (zone.IsInvalidTime(draft.Start)) errors.Add("start", "The clocks go forward over this time: it does not exist on that day.");
        Number(errors, "minutesBefore", draft.MinutesBefore, 0, 60);
        if (draft.Protocol is { } protocol && !protocols.Contains(protocol))
            errors.Add("protocol", $"There is no protocol '{protocol}'; there are {string.Join(", ", protocols)}.");
        var wanted = plan.Seats.Select(seat => seat.Category).Distinct().ToList();
        foreach (var pair in from category in wanted from type in Enum.GetValues<TicketType>() select (category, type))
        {
            if (!draft.Prices.TryGetValue(pair, out var price))
                errors.TryAdd("prices", $"Give the price of {pair.category} for {pair.type}.");
            else if (price is < 0 or > MaxPrice || decimal.Round(price, 2) != price)
            {
                errors.TryAdd(
                    "prices", $"The price of {pair.category} for {pair.type} must be 0 to {MaxPrice}, with two decimals at most.");
            }
        }

        return errors;
    }

    public static Dictionary<string, string> ErrorsOf(VoucherDraft draft)
    {
        var errors = new Dictionary<string, string>();
        var voucher = draft.Voucher;
        if (!Voucher.IsCode(voucher.Code)) errors.Add("code", "A code has 3 to 40 capital letters, digits and hyphens.");
        if (voucher.Percent is null == voucher.Amount is null) errors.Add("percent", "Give either a percentage or an amount.");
        if (voucher.Percent is <= 0 or > 100) errors.TryAdd("percent", "A percentage is more than 0 and up to 100.");
        if (voucher.Amount is <= 0 or > MaxPrice) errors.Add("amount", $"An amount is more than 0 and up to {MaxPrice}.");
        if (voucher.Currency is { } currency && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
            errors.Add("currency", "A currency has three capital letters, such as PLN.");
        if (draft.MaxUses is < 1 or > 100_000)
            errors.Add("maxUses", "It can be used 1 to 100000 times; leave it empty for as often as anybody likes.");
        return errors;
    }

    private static void Text(Dictionary<string, string> errors, string field, string text, int max)
    {
        if (string.IsNullOrWhiteSpace(text)) errors.Add(field, "Fill this in.");
        else if (text.Length > max) errors.Add(field, $"At most {max} characters.");
    }

    private static void Number(Dictionary<string, string> errors, string field, int number, int min, int max)
    {
        if (number < min || number > max) errors.Add(field, $"This must be {min} to {max}.");
    }
}
