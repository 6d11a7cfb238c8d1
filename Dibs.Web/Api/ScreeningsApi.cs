using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;

namespace Dibs.Web.Api;

/// <summary><c>/api/screenings</c>: what is on, and who has which seat.</summary>
internal static class ScreeningsApi
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(14);

    public static void MapScreenings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/screenings", ListAsync)
            .Produces<IReadOnlyList<ScreeningLine>>()
            .WithSummary("Screenings that start between from and to (default: the next 14 days), by start.");
        api.MapGet("/screenings/{id:int}", FindAsync)
            .Produces<ScreeningAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A screening with its hall plan and its seats.");
    }

    private static async Task<IResult> ListAsync(
        DateTimeOffset? from, DateTimeOffset? to, int? cinema, IProgramme programme, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var start = from ?? clock.GetUtcNow();
        var end = to ?? start + DefaultSpan;
        if (end < start) return Problems.Invalid("to", "The end of the span must not be before its start.");
        if (end - start > TimeSpan.FromDays(370)) return Problems.Invalid("to", "Ask for at most 370 days.");
        var screenings = await programme.ListAsync(start, end, cinema, cancellationToken);
        return Results.Ok(screenings.Select(screening => new ScreeningLine(
            screening.Id, screening.Film.Title, screening.Hall, screening.Cinema.Name, screening.StartsAt,
            screening.Free, screening.Total)));
    }

    private static async Task<IResult> FindAsync(int id, IProgramme programme, CancellationToken cancellationToken)
    {
        if (await programme.FindAsync(id, cancellationToken) is not { } screening) return Problems.NotFound("screening");
        var states = (await programme.SeatsAsync(id, cancellationToken)).ToDictionary(seat => seat.Seat, seat => seat.State);
        return Results.Ok(new ScreeningAnswer(
            screening.Id, screening.Film.Title, screening.Hall, screening.Cinema.Name, screening.StartsAt,
            screening.Plan.Seats.Count - states.Values.Count(state => state != SeatState.Free), screening.Plan.Seats.Count,
            screening.Prices.Currency,
            [.. screening.Plan.Seats.Select(seat => new SeatAnswer(
                seat.Id, seat.Row, seat.Number, seat.Kind, seat.Category, seat.X, seat.Y,
                screening.Prices.PriceOf(seat.Category, TicketType.Adult)?.Amount,
                states.GetValueOrDefault(seat.Id, SeatState.Free)))]));
    }
}

internal sealed record ScreeningLine(
    int Id, string Film, string Hall, string Cinema, DateTimeOffset StartsAt, int Free, int Total);

internal sealed record ScreeningAnswer(
    int Id, string Film, string Hall, string Cinema, DateTimeOffset StartsAt, int Free, int Total, string Currency,
    IReadOnlyList<SeatAnswer> Seats);

/// <param name="Type">ordinary, wheelchair or companion.</param>
/// <param name="Price">For an adult, in the screening's currency; null where the seat is not sold to adults.</param>
internal sealed record SeatAnswer(
    string Id, string Row, int Number, SeatKind Type, SeatCategory Category, int X, int Y, decimal? Price, SeatState State);
