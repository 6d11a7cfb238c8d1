using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Dibs.Domain.Screenings;
using Dibs.Domain.Staff;
using Dibs.Web.Api;

namespace Dibs.Web.Staff;

/// <summary><c>/staff/audit.csv</c>: the entries that fit, row by row as they are read, however many there are.</summary>
internal static class AuditCsv
{
    private static readonly string[] Header = ["id", "at", "by_id", "by", "action", "subject", "reason", "before", "after"];

    // A spreadsheet would take a cell that begins with = for a formula.
    private static readonly CsvWriterOptions Format = new() { Injection = CsvInjection.Escape };

    public static void MapAuditCsv(this IEndpointRouteBuilder app) =>
        app.MapGet("/staff/audit.csv", SendAsync).RequireAuthorization(StaffPolicies.SeeAudit).ExcludeFromDescription();

    private static async Task<IResult> SendAsync(
        string? text, string? from, string? until, IAuditTrail audit, IStaffContext staff, IProgramme programme, HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (await staff.FindAsync() is not { } me) return Results.Unauthorized();
        var (query, wrong) = AuditSearch.Read(text, from, until, await AuditSearch.ZoneAsync(programme, cancellationToken));
        if (query is null) return Problems.Invalid(wrong!.Split(' ')[0], wrong);
        // Before anything is sent: nobody has it whom the audit does not name.
        await audit.WriteAsync(
            new AuditEntry(me, "audit.exported", "audit", After: JsonSerializer.Serialize(new { text, from, until })), cancellationToken);
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=audit.csv";
        response.Headers.CacheControl = "no-store";
        await using var csv = CsvWriter.Create(response.Body, Format, leaveOpen: true);
        await csv.WriteRecordAsync(Header, cancellationToken);
        await foreach (var entry in audit.SearchAsync(query, cancellationToken))
        {
            await csv.WriteRecordAsync(
            [
                entry.Id.ToString(CultureInfo.InvariantCulture), entry.At.ToString("O", CultureInfo.InvariantCulture), entry.ById,
                entry.ByName, entry.Action, entry.Subject, entry.Reason ?? "", entry.Before ?? "", entry.After ?? "",
            ], cancellationToken);
        }

        return Results.Empty;
    }
}
