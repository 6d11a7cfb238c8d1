using System.Text.Json;
using Dibs.Domain.Pricing;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Api;

/// <summary>Every error of the API: problem+json with a stable <c>code</c>.</summary>
internal static partial class Problems
{
    private const string SalesClosedWords = "This screening has begun, or its sale was stopped.";

    public static IResult Invalid(IReadOnlyDictionary<string, string[]> errors) => Results.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "Something in the request is not right.",
        detail: string.Join(" ", errors.SelectMany(error => error.Value)),
        extensions: With("validation_failed", ("errors", errors)));

    public static IResult Invalid(string field, string error) =>
        Invalid(new Dictionary<string, string[]> { [field] = [error] });

    /// <summary>The voucher is all that is wrong.</summary>
    public static IResult Voucher(VoucherRefusal refusal, string error) => Results.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "The voucher cannot be used.",
        detail: error,
        extensions: With(
            refusal switch
            {
                VoucherRefusal.Unknown => "voucher_unknown",
                VoucherRefusal.NotForScreening => "voucher_not_for_screening",
                VoucherRefusal.Expired => "voucher_expired",
                _ => "voucher_used_up",
            },
            ("errors", new Dictionary<string, string[]> { ["voucher"] = [error] })));

    /// <summary>The screening is all that is wrong: it has begun, or its sale was stopped.</summary>
    public static IResult SalesClosed() => Results.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "This screening is not on sale.",
        detail: SalesClosedWords,
        extensions: With("sales_closed", ("errors", new Dictionary<string, string[]> { ["screeningId"] = [SalesClosedWords] })));

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
        detail: $"No {count} such seats stand side by side and free. Ask for fewer, or choose seats apart.",
        extensions: With("seats_taken", ("seats", Array.Empty<string>())));

    /// <summary>The choice would leave seats alone; <c>offer</c> is one that does not.</summary>
    public static IResult SingleGap(IReadOnlyList<string> seats, IReadOnlyList<string> offer) => Results.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: "This choice leaves a single seat that nobody would take.",
        detail: $"Left alone: {string.Join(", ", seats)}. Choose {string.Join(", ", offer)} instead. Nothing was changed.",
        extensions: With("single_gap", ("seats", seats), ("offer", offer)));

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

    public static IResult TooLate(TimeSpan until) => Results.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: "It is too late to cancel this booking.",
        detail: $"It could be cancelled until {Words.Span(until)} before the screening starts. Nothing was changed.",
        extensions: With("too_late"));

    public static IResult CheckedIn() => Results.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: "Somebody has come in with a ticket of this booking.",
        detail: "It cannot be cancelled any more. Nothing was changed.",
        extensions: With("checked_in"));

    public static IResult NotMade() => Results.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: "This booking was not made.",
        detail: "It has no seats and nothing was charged, so there is nothing to cancel.",
        extensions: With("not_made"));

    public static IResult CancelledMeanwhile() => Results.Problem(
        statusCode: StatusCodes.Status409Conflict,
        title: "This booking was cancelled while it was being made.",
        detail: "Nothing was charged and no seat was booked.",
        extensions: With("cancelled"));

    public static IResult NotCancelled(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";
        return Results.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "Too much is going on right now.",
            detail: "The booking was not cancelled. Try again in a second.",
            extensions: With("busy"));
    }

    public static IResult NotKnown(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";
        return Results.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "It is not known yet whether the booking was cancelled.",
            detail: "Ask again in a second: a booking that is cancelled stays cancelled, and is refunded once.",
            extensions: With("unknown"));
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
