using System.Globalization;
using System.Net.Mime;
using Dibs.Domain.Reports;
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

    private static Task<IResult> SendCsvAsync(
        string? by, string? from, string? until, ISalesReports reports, IStaffContext staff, TimeProvider clock,
        CancellationToken cancellationToken) =>
        SendAsync(
            by, from, until, reports, staff, clock,
            (sheet, name) => Task.FromResult(Results.Stream(
                stream => CsvSheet.WriteAsync(sheet, stream, cancellationToken), $"{MediaTypeNames.Text.Csv}; charset=utf-8", $"{name}.csv")),
            cancellationToken);

    private static Task<IResult> SendXlsxAsync(
        string? by, string? from, string? until, ISalesReports reports, IStaffContext staff, TimeProvider clock,
        CancellationToken cancellationToken) =>
        SendAsync(by, from, until, reports, staff, clock, async (sheet, name) =>
        {
            // A workbook is written by a library that waits for what it writes to, which is no way to treat a network.
            var file = new FileStream(
                Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
                FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            try
            {
                await XlsxSheet.WriteAsync(sheet, file, cancellationToken);
                file.Position = 0;
                return Results.Stream(file, Xlsx, $"{name}.xlsx");
            }
            catch
            {
                await file.DisposeAsync();
                throw;
            }
        }, cancellationToken);

    private static async Task<IResult> SendAsync(
        string? by, string? from, string? until, ISalesReports reports, IStaffContext staff, TimeProvider clock,
        Func<ReportSheet, string, Task<IResult>> send, CancellationToken cancellationToken)
    {
        if (await staff.FindAsync() is not { } me) return Results.Unauthorized();
        var single = by == Single;
        if (SalesSpan.Read(single ? null : by, from, until, clock, out var query) is { } wrong)
            return Problems.Invalid(wrong.Field, wrong.Error);
        var sheet = single
            ? ReportSheet.Of(reports.BookingsAsync(me, query, cancellationToken))
            : ReportSheet.Of(query.By, await reports.ReadAsync(me, query, cancellationToken));
        return await send(sheet, string.Create(
            CultureInfo.InvariantCulture,
            $"sales-by-{(single ? Single : query.By.ToString().ToLowerInvariant())}-{query.From:yyyy-MM-dd}-{query.Until:yyyy-MM-dd}"));
    }
}
