using System.Text;
using Dibs.Domain.Reports;
using Dibs.Web.Reports;
using Dibs.Web.Tests.Fakes;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace Dibs.Web.Tests.Staff.Reports;

/// <summary>Reports as files.</summary>
public sealed class SheetTests
{
    private static ReportSheet Sheet(params string[] films) => ReportSheet.Of(films.ToAsyncEnumerable().Select(Booking));

    private static SoldBooking Booking(string film) => new(
        "7K3M-9QXP-2VTA", Sample.Now, film, "Latarnia", "Hall 1", Sample.Now.AddHours(7), ["B3", "B4"], "2pc", "PLN", 76, "@HALF", 3.5m);

    [Fact]
    public async Task Csv_TextsThatLookLikeFormulas_AreTexts()
    {
        using var file = new MemoryStream();
        await CsvSheet.WriteAsync(
            Sheet("=1+1", "+1", "-1", "@x", "A \"b\", c"), file, CancellationToken.None);

        var lines = Encoding.UTF8.GetString(file.ToArray()).TrimStart('\uFEFF').Split("\r\n");
        Assert.StartsWith("Reference,Sold at,Film,", lines[0], StringComparison.Ordinal);
        Assert.Equal("7K3M-9QXP-2VTA,2026-11-22 12:00:00,'=1+1,Latarnia,Hall 1,2026-11-22 19:00:00,B3 B4,2,2pc,PLN,76,'@HALF,3.5", lines[1].Replace("\"", "", StringComparison.Ordinal));
        Assert.All(lines[2..5], line => Assert.Contains(",'", line.Replace("\"", "", StringComparison.Ordinal)[35..], StringComparison.Ordinal));
        Assert.Contains("\"A \"\"b\"\", c\"", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Xlsx_AnyTexts_IsAValidWorkbookWithoutFormulas()
    {
        using var file = new MemoryStream();
        await XlsxSheet.WriteAsync(
            Sheet("=1+1", "a\u0001b", "<&>"), file, CancellationToken.None);

        using var workbook = SpreadsheetDocument.Open(file, isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(workbook).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        var sheet = workbook.WorkbookPart!.WorksheetParts.Single().Worksheet;
        var rows = sheet.Descendants<Row>().Select(row => row.Elements<Cell>().Select(cell => cell.InnerText).ToArray()).ToList();
        Assert.Empty(sheet.Descendants<CellFormula>());
        Assert.Equal(["Film", "=1+1", "ab", "<&>"], rows.Select(row => row[2]));
        Assert.Equal(("76", "2"), (rows[1][10], rows[1][7]));
        Assert.Equal(Sample.Now.DateTime, DateTime.FromOADate(double.Parse(rows[1][1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("cinema", null, null, "by")]
    [InlineData("1", null, null, "by")]
    [InlineData(null, "1.11.2026", null, "from")]
    [InlineData(null, "2026-11-02", "2026-11-01", "until")]
    [InlineData(null, "2020-11-02", "2026-11-01", "until")]
    public void Span_ThatMakesNoSense_NamesTheField(string? by, string? from, string? until, string field) =>
        Assert.Equal(field, SalesSpan.Read(by, from, until, new ManualClock(Sample.Now), out _)?.Field);

    [Fact]
    public void Span_LeftOut_IsTheLastMonthByFilm()
    {
        Assert.Null(SalesSpan.Read(null, "", null, new ManualClock(Sample.Now), out var query));
        Assert.Equal(new SalesQuery(SalesBy.Film, new DateOnly(2026, 10, 24), new DateOnly(2026, 11, 23)), query);
    }
}
