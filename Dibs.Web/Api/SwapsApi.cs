using Dibs.Domain.Bookings;
using Dibs.Domain.Swaps;
using Dibs.Web.Components.Shared;
using Dibs.Web.Customers;

namespace Dibs.Web.Api;

/// <summary><c>/api/bookings/{reference}/swap</c>: other seats for a booking.</summary>
internal static class SwapsApi
{
    public static void MapSwaps(this IEndpointRouteBuilder api) =>
        api.MapPost("/bookings/{reference}/swap", SwapAsync)
            .TakesJson<SwapBody>()
            .Produces<BookingAnswer>()
            .Produces<BookingAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Gives a booking other seats of its screening and new tickets, frees the old seats and gives back what the new "
                + "ones cost less, all or nothing, until some time before the start. For the customer's cookie or with ?email=. Safe to "
                + "repeat.");

    private static async Task<IResult> SwapAsync(
        string reference, string? email, HttpRequest request, IBookingRegister register, ISeatSwaps swaps, ICustomerContext customer,
        CancellationToken cancellationToken)
    {
        var (body, error) = await JsonBody.ReadAsync<SwapBody>(request, cancellationToken);
        if (body is null) return error!;
        var booking = await register.FindAsync(reference, cancellationToken);
        if (booking is null || !booking.MayBeSeenBy(customer.Key, email)) return Problems.NotFound("booking");
        return AnswerTo(
            await swaps.SwapAsync(booking, new SwapWish(body.Seats, body.HoldId), cancellationToken), request.HttpContext.Response);
    }

    private static IResult AnswerTo(SwapResult result, HttpResponse response) => result switch
    {
        SwapResult.Swapped swapped => Results.Ok(BookingAnswer.Of(swapped.Booking)),
        SwapResult.Underway underway =>
            Results.Accepted($"/api/bookings/{underway.Booking.Reference}", BookingAnswer.Of(underway.Booking)),
        SwapResult.Invalid invalid => Problems.Invalid(invalid.Errors),
        SwapResult.SeatsTaken taken => Conflict(
            "seats_taken", "Somebody else has some of these seats.",
            $"Taken: {string.Join(", ", taken.Seats)}. The booking keeps the seats that it has.", ("seats", taken.Seats)),
        SwapResult.Dearer dearer => Conflict(
            "dearer", "These seats cost more than was paid.",
            $"They cost {dearer.Now}, and {dearer.Paid} was paid. A swap never charges anything; cancel and book again for better seats.",
            ("amount", dearer.Now.Amount)),
        SwapResult.TooLate late => Conflict(
            "too_late", "It is too late to swap the seats of this booking.",
            $"They could be swapped until {Words.Span(late.Until)} before the screening starts. Nothing was changed."),
        SwapResult.CheckedIn => Conflict(
            "checked_in", "Somebody has come in with a ticket of this booking.",
            "Its seats cannot be swapped any more. Nothing was changed."),
        SwapResult.NotConfirmed not => Conflict(
            "not_confirmed", "This booking is not confirmed.",
            $"It is {not.Status.ToString().ToLowerInvariant()}, so there are no seats to swap."),
        SwapResult.Busy => TryAgain(
            response, "busy", "Too much is going on right now.", "The booking keeps the seats that it has. Try again in a second."),
        _ => TryAgain(
            response, "unknown", "It is not known yet whether the seats were swapped.",
            "Ask again in a second: a booking that has the seats already is left as it is."),
    };

    private static IResult Conflict(string code, string title, string detail, params (string Key, object? Value)[] more) =>
        Results.Problem(
            statusCode: StatusCodes.Status409Conflict, title: title, detail: detail,
            extensions: more.Append(("code", code)).ToDictionary(pair => pair.Item1, pair => pair.Item2));

    private static IResult TryAgain(HttpResponse response, string code, string title, string detail)
    {
        response.Headers.RetryAfter = "1";
        return Results.Problem(
            statusCode: StatusCodes.Status503ServiceUnavailable, title: title, detail: detail,
            extensions: new Dictionary<string, object?> { ["code"] = code });
    }
}

/// <param name="Seats">As many as the booking has; some may be those that it has.</param>
/// <param name="HoldId">A hold that keeps the new ones; left out for none.</param>
internal sealed record SwapBody(IReadOnlyList<string>? Seats, Guid? HoldId);
