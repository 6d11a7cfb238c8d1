using System.Text.Json;
using Dibs.Domain.Thesis;

namespace Dibs.Web.Api.Thesis;

/// <summary>
/// A reservation as the thesis' load script sends it. Amount and currency have to be there and well formed, and that is all:
/// what is paid is the server's price in the server's currency.
/// </summary>
/// <param name="CustomerId">A whole number or a text of 1 to 100 characters.</param>
/// <param name="ReservationNumber">A whole number or 1 to 64 letters, digits and hyphens; new for each reservation.</param>
/// <param name="Details">Anything; not kept.</param>
/// <param name="SeatsData">1 to 10 pairs of row and number: <c>["a", 1]</c>.</param>
internal sealed record DibsBody(
    JsonElement? CustomerId, int? ScreeningId, JsonElement? ReservationNumber, decimal? Amount, string? Currency,
    JsonElement? Details, IReadOnlyList<IReadOnlyList<JsonElement>?>? SeatsData)
{
    private static readonly string[] Currencies = ["GBP", "USD", "PLN"];

    private static readonly IReadOnlyDictionary<string, string> Fields = new Dictionary<string, string>
    {
        ["screeningId"] = "screening_id",
        ["seats"] = "seats_data",
        ["tickets"] = "seats_data",
        ["customer.name"] = "customer_id",
        ["customer.email"] = "reservation_number",
        ["Idempotency-Key"] = "reservation_number",
    };

    /// <summary>Only of a body without errors.</summary>
    public ThesisOwner Owner => new(Text(CustomerId)!, Text(ReservationNumber)!);

    /// <summary>As Dibs names them: "A1". Only of a body without errors.</summary>
    public IReadOnlyList<string> Seats => [.. SeatsData!.Select(SeatOf).OfType<string>()];

    /// <summary>The booking's errors under this body's names.</summary>
    public static Dictionary<string, string[]> InItsWords(IReadOnlyDictionary<string, string[]> errors) =>
        errors.GroupBy(error => Fields.GetValueOrDefault(error.Key, error.Key))
            .ToDictionary(field => field.Key, field => field.SelectMany(error => error.Value).ToArray());

    /// <summary>What is wrong with its shape, by field; empty when all is well.</summary>
    public Dictionary<string, string[]> Errors()
    {
        var errors = new Dictionary<string, string[]>();
        if (Text(CustomerId) is not { Length: >= 1 and <= 100 } customer || customer.Any(char.IsControl))
            errors["customer_id"] = ["Send a whole number, or a text of 1 to 100 characters."];
        if (ScreeningId is null) errors["screening_id"] = ["Send the screening's id."];
        if (Text(ReservationNumber) is not { Length: >= 1 and <= 64 } number
            || !number.All(character => char.IsAsciiLetterOrDigit(character) || character == '-'))
        {
            errors["reservation_number"] = ["Send a whole number, or 1 to 64 letters, digits and hyphens, new for each reservation."];
        }

        if (Amount is not >= 0) errors["amount"] = ["Send an amount of 0 or more."];
        if (!Currencies.Contains(Currency)) errors["currency"] = [$"Send one of {string.Join(", ", Currencies)}."];
        if (SeatsData is not { Count: >= 1 and <= 10 } seats) errors["seats_data"] = ["Choose 1 to 10 seats."];
        else if (seats.Any(seat => SeatOf(seat) is null)) errors["seats_data"] = ["Send each seat as its row and number: [\"a\", 1]."];
        return errors;
    }

    private static string? SeatOf(IReadOnlyList<JsonElement>? pair) =>
        pair is [{ ValueKind: JsonValueKind.String } row, { ValueKind: JsonValueKind.Number } number]
            && row.GetString() is { Length: >= 1 and <= 2 } letters && letters.All(char.IsAsciiLetter)
            && number.TryGetInt32(out var column) && column >= 1
            ? FormattableString.Invariant($"{letters.ToUpperInvariant()}{column}")
            : null;

    private static string? Text(JsonElement? id) => id switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Trim(),
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var whole) && whole >= 0 =>
            FormattableString.Invariant($"{whole}"),
        _ => null,
    };
}

/// <param name="Clean">All seats free; otherwise about half of them are booked.</param>
internal sealed record PartiallyBookedBody(bool? Clean);
