using System.Diagnostics;
using Dibs.Domain.Door;
using Dibs.Domain.Pricing;
using Dibs.Domain.Screenings;
using Dibs.Web.Staff;

namespace Dibs.Web.Api;

/// <summary><c>/api/checkin</c>: letting people in, for staff who may.</summary>
internal static class CheckInApi
{
    public static void MapCheckIn(this IEndpointRouteBuilder api)
    {
        api.MapPost("/checkin", CheckInAsync)
            .RequireAuthorization(StaffPolicies.Admit)
            .TakesJson<CheckInBody>()
            .Produces<CheckInAnswer>()
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Lets in whoever shows this ticket, once, or says why not.");
        api.MapGet("/checkin/list", ListAsync)
            .RequireAuthorization(StaffPolicies.Admit)
            .Produces<DoorListAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The tickets of a screening, and the keys to verify them, for a door that goes on without a connection.");
    }

    private static async Task<IResult> CheckInAsync(
        HttpRequest request, ICheckIn door, IProgramme programme, IStaffContext staff, CancellationToken cancellationToken)
    {
        var (body, error) = await JsonBody.ReadAsync<CheckInBody>(request, cancellationToken);
        if (body is null) return error!;
        var errors = body.Errors();
        if (errors.Count > 0) return Problems.Invalid(errors);
        if (body.ScreeningId is { } screening && await programme.FindAsync(screening, cancellationToken) is null)
            return Problems.Invalid("screeningId", "There is no such screening.");
        if (await staff.FindAsync() is not { } by) return Problems.NotAllowed();
        var scan = new Scan(body.Code!, body.Door!.Trim(), body.ScreeningId, body.ScanId ?? Guid.NewGuid(), body.ScannedAt);
        return Results.Ok(CheckInAnswer.Of(await door.CheckInAsync(by, scan, cancellationToken)));
    }

    private static async Task<IResult> ListAsync(
        int? screeningId, ICheckIn door, IStaffContext staff, CancellationToken cancellationToken)
    {
        if (screeningId is not { } id) return Problems.Invalid("screeningId", "Say which screening.");
        if (await staff.FindAsync() is not { } by) return Problems.NotAllowed();
        return await door.ListAsync(by, id, cancellationToken) is { } list
            ? Results.Ok(DoorListAnswer.Of(list))
            : Problems.NotFound("screening");
    }
}

/// <param name="Code">What the QR code carries, or the ticket's code typed in.</param>
/// <param name="Door">As people there call it: 1 to 40 characters.</param>
/// <param name="ScreeningId">The one that is let in at this door; left out, the ticket's own.</param>
/// <param name="ScanId">Made by the door: the same scan sent again gets the same answer.</param>
/// <param name="ScannedAt">Of a scan that let somebody in while there was no connection.</param>
internal sealed record CheckInBody(string? Code, string? Door, int? ScreeningId, Guid? ScanId, DateTimeOffset? ScannedAt)
{
    public Dictionary<string, string[]> Errors()
    {
        var errors = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(Code)) errors["code"] = ["Send what was scanned, or the ticket's code."];
        else if (Code.Length > Scans.MaxText) errors["code"] = [$"A code has at most {Scans.MaxText} characters."];
        if (string.IsNullOrWhiteSpace(Door) || Door.Trim().Length > Scans.MaxDoor || Door.Any(char.IsControl))
            errors["door"] = [$"Name the door in 1 to {Scans.MaxDoor} characters."];
        if (ScannedAt is null) return errors;
        // Or the second try of an upload would be a second person.
        if (ScanId is null) errors["scanId"] = ["Send a scanId with scannedAt, and the same one each time."];
        if (ScreeningId is null) errors["screeningId"] = ["Send the screeningId with scannedAt."];
        return errors;
    }
}

/// <param name="Result"><c>ok</c>, <c>used</c>, <c>wrong</c> or <c>unknown</c>; only the first opens the door.</param>
/// <param name="Reason">Of <c>wrong</c> and <c>unknown</c>.</param>
/// <param name="At">When somebody came in with it.</param>
/// <param name="Door">Where.</param>
/// <param name="Hall">The ticket's own, as film and start are.</param>
internal sealed record CheckInAnswer(
    string Result, string? Reason = null, string? Seat = null, TicketType? Type = null, DateTimeOffset? At = null, string? Door = null,
    int? ScreeningId = null, string? Film = null, string? Cinema = null, string? Hall = null, DateTimeOffset? StartsAt = null)
{
    public static CheckInAnswer Of(CheckInResult result) => result switch
    {
        CheckInResult.Ok ok => Of("ok", null, ok.Ticket, ok.Screening) with { At = ok.In.At, Door = ok.In.Door },
        CheckInResult.Used used => Of("used", null, used.Ticket, used.Screening) with { At = used.In.At, Door = used.In.Door },
        CheckInResult.Wrong wrong => Of("wrong", Camel(wrong.Reason), wrong.Ticket, wrong.Screening),
        CheckInResult.Unknown unknown => new("unknown", Camel(unknown.Reason)),
        _ => throw new UnreachableException(),
    };

    private static CheckInAnswer Of(string result, string? reason, DoorTicket ticket, ScreeningDetails screening) => new(
        result, reason, ticket.Seat, ticket.Type, ScreeningId: screening.Id, Film: screening.Film.Title,
        Cinema: screening.Cinema.Name, Hall: screening.Hall, StartsAt: screening.StartsAt);

    private static string Camel<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
