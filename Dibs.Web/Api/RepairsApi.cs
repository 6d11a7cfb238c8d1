using Dibs.Domain.Bookings;
using Dibs.Domain.Repairs;
using Dibs.Web.Staff;

namespace Dibs.Web.Api;

/// <summary><c>/api/staff/desk</c>: what is stuck, for programs that watch.</summary>
internal static class RepairsApi
{
    public static void MapRepairs(this IEndpointRouteBuilder api) =>
        api.MapGet("/staff/desk", ReadAsync)
            .RequireAuthorization(StaffPolicies.Repair)
            .Produces<StuckAnswer>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("What should have come to its end by itself and has not: prepared transactions, sagas, money, messages. For engineers.");

    private static async Task<IResult> ReadAsync(IStuckWork desk, IStaffContext staff, CancellationToken cancellationToken)
    {
        if (await staff.FindAsync() is not { } me) return Results.Unauthorized();
        var reading = await desk.ReadAsync(me, cancellationToken);
        return Results.Ok(new StuckAnswer(reading.At, reading.Unread, [.. reading.Items.Select(StuckLine.Of)]));
    }
}

/// <param name="Unread">What could not be looked at.</param>
internal sealed record StuckAnswer(DateTimeOffset At, IReadOnlyList<string> Unread, IReadOnlyList<StuckLine> Items);

internal sealed record StuckLine(
    StuckKind Kind, string Id, double AgeSeconds, string What, string? Reference, BookingStatus? Status, int? ScreeningId,
    IReadOnlyList<string> SeatsBlocked, IReadOnlyList<StuckEvent> History)
{
    public static StuckLine Of(StuckItem item) => new(
        item.Kind, item.Id, Math.Round(item.Age.TotalSeconds, 1), item.What, item.Reference, item.Status, item.Screening?.Id, item.Seats,
        [.. item.History.Select(line => new StuckEvent(line.At, line.Step, line.What, Math.Round(line.Took.TotalMilliseconds, 1)))]);
}

internal sealed record StuckEvent(DateTimeOffset At, string Step, string What, double Ms);
