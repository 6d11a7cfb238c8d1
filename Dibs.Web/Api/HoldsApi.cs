using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;
using Dibs.Web.Customers;
using Microsoft.Extensions.Options;

namespace Dibs.Web.Api;

/// <summary><c>/api/holds</c>: seats kept for some minutes before a booking, owned by the customer's cookie.</summary>
internal static class HoldsApi
{
    public static void MapHolds(this IEndpointRouteBuilder api)
    {
        api.MapPost("/screenings/{id:int}/holds", PlaceAsync)
            .Accepts<HoldBody>("application/json")
            .Produces<HoldAnswer>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Makes the customer's hold on this screening be exactly these seats, all or nothing.");
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
        int id, HttpRequest request, IProgramme programme, IHolds holds, IOptions<HoldOptions> options,
        ICustomerContext customer, CancellationToken cancellationToken)
    {
        var (body, error) = await JsonBody.ReadAsync<HoldBody>(request, cancellationToken);
        if (body is null) return error!;
        if (await programme.FindAsync(id, cancellationToken) is not { } screening) return Problems.NotFound("screening");
        if (ErrorIn(body, screening, options.Value.MaxSeats) is { } wrong) return Problems.Invalid("seats", wrong);
        return await holds.PlaceAsync(id, customer.Key, [.. body.Seats!], cancellationToken) switch
        {
            HoldOutcome.Held held => Results.Created($"/api/holds/{held.Hold.Id}", HoldAnswer.Of(held.Hold)),
            HoldOutcome.SeatsTaken taken => Problems.SeatsTaken(taken.Seats),
            _ => Problems.Invalid("screeningId", "This screening has begun, or its sale was stopped."),
        };
    }

    private static string? ErrorIn(HoldBody body, ScreeningDetails screening, int maxSeats)
    {
        if (body.Seats is not { Count: > 0 } seats) return "Choose at least one seat.";
        if (seats.Count > maxSeats) return $"Choose at most {maxSeats} seats; these are {seats.Count}.";
        if (seats.Distinct().Count() < seats.Count) return "A seat is named more than once.";
        return seats.FirstOrDefault(seat => seat is null || screening.Plan.Find(seat) is null) is var unknown
            && seats.All(seat => seat is not null && screening.Plan.Find(seat) is not null)
            ? null
            : $"{screening.Hall} has no seat {unknown}.";
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

internal sealed record HoldBody(IReadOnlyList<string>? Seats);

internal sealed record HoldAnswer(Guid HoldId, IReadOnlyList<string> Seats, DateTimeOffset ExpiresAt)
{
    public static HoldAnswer Of(HoldDetails hold) => new(hold.Id, hold.Seats, hold.ExpiresAt);
}
