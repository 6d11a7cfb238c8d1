using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Web.Customers;

namespace Dibs.Web.Api;

/// <summary><c>/api/holds</c>: seats kept for some minutes before a booking, owned by the customer's cookie.</summary>
internal static class HoldsApi
{
    public static void MapHolds(this IEndpointRouteBuilder api)
    {
        api.MapPost("/screenings/{id:int}/holds", PlaceAsync)
            .TakesJson<HoldBody>()
            .Produces<HoldAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Makes the customer's hold on this screening be exactly these seats, or the best side by side, all or nothing.");
        api.MapPost("/holds/{id:guid}/extend", ExtendAsync)
            .Produces<HoldAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Sets the countdown to its full length again.");
        api.MapDelete("/holds/{id:guid}", ReleaseAsync)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Lets the seats go at once.");
    }

    private static async Task<IResult> PlaceAsync(
        int id, HttpRequest request, IProgramme programme, IHolds holds, ICustomerContext customer,
        CancellationToken cancellationToken)
    {
        var (body, error) = await JsonBody.ReadAsync<HoldBody>(request, cancellationToken);
        if (body is null) return error!;
        if (await programme.FindAsync(id, cancellationToken) is null) return Problems.NotFound("screening");
        if (body is { Seats: not null, Best: not null })
            return Problems.Invalid("best", "Name seats or ask for the best ones, not both.");
        if (body is { Best: null, Wheelchair: not null }) return Problems.Invalid("wheelchair", "Only for the best seats: send best too.");
        if (body is { Best: null, Category: not null }) return Problems.Invalid("category", "Only for the best seats: send best too.");
        var outcome = body.Best is { } best
            ? await holds.PlaceBestAsync(
                id, customer.Key, new BestWish(best, body.Wheelchair == true, body.Category), cancellationToken)
            : await holds.PlaceAsync(id, customer.Key, [.. body.Seats ?? []], cancellationToken);
        return outcome switch
        {
            HoldOutcome.Held held => Results.Created($"/api/holds/{held.Hold.Id}", HoldAnswer.Of(held.Hold)),
            HoldOutcome.SeatsTaken { Seats.Count: 0 } => Problems.NoneTogether(body.Best ?? 0),
            HoldOutcome.SeatsTaken taken => Problems.SeatsTaken(taken.Seats),
            HoldOutcome.SingleGap gap => Problems.SingleGap(gap.Gaps, gap.Offer),
            HoldOutcome.Invalid invalid => Problems.Invalid(new Dictionary<string, string[]>
            {
                [body.Best is null ? "seats" : "best"] = [.. invalid.Errors],
            }),
            _ => Problems.SalesClosed(),
        };
    }

    private static async Task<IResult> ExtendAsync(
        Guid id, IHolds holds, ICustomerContext customer, CancellationToken cancellationToken) =>
        await holds.ExtendAsync(id, customer.Key, cancellationToken) is { } hold
            ? Results.Ok(HoldAnswer.Of(hold))
            : Problems.NotFound("hold, or it has expired");

    private static async Task<IResult> ReleaseAsync(
        Guid id, IHolds holds, ICustomerContext customer, CancellationToken cancellationToken) =>
        await holds.ReleaseAsync(id, customer.Key, cancellationToken) ? Results.NoContent() : Problems.NotFound("hold");
}

/// <param name="Seats">1 to 10 seats of the hall.</param>
/// <param name="Best">Instead of seats: so many side by side, the best that can be had. 1 to 10.</param>
/// <param name="Wheelchair">Of the best: with a place for a wheelchair. Without it none is given.</param>
/// <param name="Category">Of the best: standard, premium or love; left out, any.</param>
internal sealed record HoldBody(IReadOnlyList<string>? Seats, int? Best, bool? Wheelchair, SeatCategory? Category);

internal sealed record HoldAnswer(Guid HoldId, IReadOnlyList<string> Seats, DateTimeOffset ExpiresAt)
{
    public static HoldAnswer Of(HoldDetails hold) => new(hold.Id, hold.Seats, hold.ExpiresAt);
}
