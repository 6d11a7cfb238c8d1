using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using Dibs.Domain.Reports;
using Dibs.Domain.Staff;
using Dibs.Web.Api;
using Dibs.Web.Staff;

namespace Dibs.Web.Reports;

/// <summary><c>/staff/reports/sales.csv</c> and <c>.xlsx</c>: sales to take away, as sums or booking by booking.</summary>
internal static class ReportsFiles
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>What <c>by</c> says for the bookings themselves.</summary>
    private const string Single = "booking";

    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/staff/reports").RequireAuthorization(StaffPolicies.SeeReports);
        files.MapGet("/sales.csv", SendCsvAsync);
        files.MapGet("/sales.xlsx", SendXlsxAsync);
    }

    private static Task<IResult> SendCsvAsync([AsParameters] Call call, CancellationToken cancellationToken) => SendAsync(
        call,
        "csv",
        (sheet, name) => Task.FromResult(Results.Stream(
            stream => CsvSheet.WriteAsync(sheet, stream, cancellationToken), $"{MediaTypeNames.Text.Csv}; charset=utf-8", name)),
        cancellationToken);

    private static Task<IResult> SendXlsxAsync([AsParameters] Call call, CancellationToken cancellationToken) => SendAsync(
        call,
        "xlsx",
        async (sheet, name) =>
        {
            // A workbook is written by a library that waits for what it writes to, which is no way to treat a network.
            var file = new FileStream(
                Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
                FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            try
            {
                await XlsxSheet.WriteAsync(sheet, file, cancellationToken);
                file.Position = 0;
                return Results.Stream(file, Xlsx, name);
            }
            catch
            {
                await file.DisposeAsync();
                throw;
            }
        },
        cancellationToken);

    private static async Task<IResult> SendAsync(
        Call call, string format, Func<ReportSheet, string, Task<IResult>> send, CancellationToken cancellationToken)
    {
        if (await call.Staff.FindAsync() is not { } me) return Results.Unauthorized();
        var single = call.By == Single;
        if (SalesSpan.Read(single ? null : call.By, call.From, call.Until, call.Clock, out var query) is { } wrong)
            return Problems.Invalid(wrong.Field, wrong.Error);
        var sheet = single
            ? ReportSheet.Of(call.Reports.BookingsAsync(me, query, cancellationToken))
            : ReportSheet.Of(query.By, await call.Reports.ReadAsync(me, query, cancellationToken));
        var what = single ? Single : query.By.ToString().ToLowerInvariant();
        // Before anything is sent: nobody has it whom the audit does not name.
        var range = JsonSerializer.Serialize(new { from = query.From, until = query.Until, format });
        await call.Audit.WriteAsync(new AuditEntry(me, "report.exported", $"sales by {what}", After: range), cancellationToken);
        return await send(sheet, string.Create(
            CultureInfo.InvariantCulture, $"sales-by-{what}-{query.From:yyyy-MM-dd}-{query.Until:yyyy-MM-dd}.{format}"));
    }

    private sealed record Call(
        string? By, string? From, string? Until, ISalesReports Reports, IAuditTrail Audit, IStaffContext Staff, TimeProvider Clock);
}
