using CsvHelper;

namespace Dibs.Web.Reports;

/// <summary>A report as CSV, written as it is read.</summary>
internal static class CsvSheet
{
    private static readonly CsvWriterOptions Form = new()
    {
        // A text that a spreadsheet would take for a formula gets an apostrophe in front, which makes it a text.
        Injection = CsvInjection.Escape,
        // By which spreadsheets see that it is UTF-8.
        WriteByteOrderMark = true,
    };

    public static async Task WriteAsync(ReportSheet sheet, Stream stream, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(stream, Form, leaveOpen: true);
        await csv.WriteRecordAsync([.. sheet.Columns], cancellationToken);
        await foreach (var row in sheet.Rows.WithCancellation(cancellationToken))
            await csv.WriteRecordAsync(Array.ConvertAll(row, ReportSheet.TextOf), cancellationToken);
    }
}
