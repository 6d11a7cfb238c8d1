using System.Text.Json;

namespace Dibs.Web.Api;

/// <summary>Every error of the API: problem+json with a stable <c>code</c>.</summary>
internal static class Problems
{
    public static IResult Invalid(IReadOnlyDictionary<string, string[]> errors) => Results.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "Something in the request is not right.",
        detail: string.Join(" ", errors.SelectMany(error => error.Value)),
        extensions: With("validation_failed", ("errors", errors)));

    public static IResult Invalid(string field, string error) =>
        Invalid(new Dictionary<string, string[]> { [field] = [error] });

    public static IResult NotFound(string what) => Results.Problem(
        statusCode: StatusCodes.Status404NotFound, title: $"There is no such {what}.", extensions: With("not_found"));

    public static IResult SeatsTaken(IReadOnlyList<string> seats) => Results.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: "Somebody else has some of these seats.",
        detail: $"Taken: {string.Join(", ", seats)}. Nothing was charged.",
        extensions: With("seats_taken", ("seats", seats)));

    /// <summary>No seat was named, and no such group could be found.</summary>
    public static IResult NoneTogether(int count) => Results.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: "There are no such seats together any more.",
        detail: $"No {count} free seats stand side by side. Ask for fewer, or choose seats apart.",
        extensions: With("seats_taken", ("seats", Array.Empty<string>())));

    public static IResult PaymentDeclined() => Results.Problem(
        statusCode: StatusCodes.Status402PaymentRequired,
        title: "The card was declined.",
        detail: "Nothing was charged and no seat was booked. Try another card.",
        extensions: With("payment_declined"));

    public static IResult TicketsRefused() => Results.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: "The tickets could not be issued.",
        detail: "Nothing was charged and no seat was booked.",
        extensions: With("tickets_refused"));

    public static IResult KeyMismatch() => Results.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: "This Idempotency-Key belongs to another request.",
        detail: "Use a new key for a new booking; repeat a key only with the very same body.",
        extensions: With("idempotency_mismatch"));

    public static IResult Busy(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";
        return Results.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "Too much is going on right now.",
            detail: "Nothing was done. Try again in a second, with the same Idempotency-Key.",
            extensions: With("busy"));
    }

    /// <summary>Between the decision and the commit of the tickets database, or while that is away.</summary>
    public static IResult TicketsFollow(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";
        return Results.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "The tickets are not all there yet.",
            detail: "The booking is confirmed. Ask again in a second.",
            extensions: With("busy"));
    }

    /// <summary>
    /// A booking that came to its end without a step that refused: the same key will get this answer for ever. Not "busy", or
    /// a program that does as that says would ask with the same key for ever.
    /// </summary>
    public static IResult GaveUp(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";
        return Results.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "A part of the system was lost or too slow.",
            detail: "Nothing was charged and no seat was booked. Try again in a second, with a new Idempotency-Key.",
            extensions: With("unavailable"));
    }

    /// <summary>Names the field at which the JSON could not be read.</summary>
    public static IResult Unreadable(JsonException exception)
    {
        var field = exception.Path is { Length: > 1 } path ? path.TrimStart('$').TrimStart('.') : "body";
        return Invalid(field.Length == 0 ? "body" : field, "This is not the JSON that the call takes; see /openapi/v1.json.");
    }

    private static Dictionary<string, object?> With(string code, params (string Key, object? Value)[] more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (key, value) in more) extensions.Add(key, value);
        return extensions;
    }
}
