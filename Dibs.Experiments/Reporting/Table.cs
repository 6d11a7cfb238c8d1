using System.Globalization;
using System.Net;
using System.Text;
using CsvHelper;

namespace Dibs.Experiments.Reporting;

/// <summary>One value of a table.</summary>
/// <param name="Text">For people.</param>
/// <param name="Value">For files and for sorting: a number as it was computed.</param>
internal readonly record struct Field(string Text, string Value)
{
    public bool IsNumber => double.TryParse(Value, CultureInfo.InvariantCulture, out _);

    public static implicit operator Field(string text) => new(text, text);

    public static implicit operator Field(int number) => new(
        number.ToString("#,0", CultureInfo.InvariantCulture), number.ToString(CultureInfo.InvariantCulture));

    /// <param name="format">For people; a value that is none is a dash.</param>
    public static Field Of(double? number, string format) => number is { } value && double.IsFinite(value)
        ? new(value.ToString(format, CultureInfo.InvariantCulture), value.ToString("G10", CultureInfo.InvariantCulture))
        : new("–", "");
}

/// <summary>A table that goes into the page, the summary and a CSV file alike.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Marked">Rows that are to be seen at once: invalid ones.</param>
internal sealed record Table(
    string Name, string Title, string Says, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Field>> Rows,
        IReadOnlySet<int>? Marked = null)
{
    public void WriteCsv(string folder)
    {
        using var csv = CsvWriter.ToFile(Path.Combine(folder, $"{Name}.csv"), new(), FileOptions.None);
        csv.WriteRecord([.. Columns]);
        foreach (var row in Rows) csv.WriteRecord([.. row.Select(field => field.Value)]);
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", Columns).AppendLine(" |");
        text.Append('|').AppendJoin('|', Columns.Select((_, i) => IsNumeric(i) ? "--:" : "---")).AppendLine("|");
        foreach (var row in Rows) text.Append("| ").AppendJoin(" | ",
            row.Select(field => field.Text.Replace("|", "\\|", StringComparison.Ordinal))).AppendLine(" |");
        return text.ToString();
    }

    public string ToHtml()
    {
        var html = new StringBuilder();
        html.Append("<figure class=\"table\"><figcaption><b>").Append(Encoded(Title)).Append("</b> ")
            .Append(Encoded(Says))
            .Append("</figcaption><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .Append(Encoded(Title)).AppendLine("\"><table><thead><tr>");
        for (var i = 0; i < Columns.Count; i++)
            html.Append("<th scope=\"col\"").Append(ClassOf(i)).Append("><button type=\"button\">")
                .Append(Encoded(Columns[i])).AppendLine("</button></th>");
        html.AppendLine("</tr></thead><tbody>");
        for (var row = 0; row < Rows.Count; row++)
        {
            html.Append(Marked?.Contains(row) == true ? "<tr class=\"invalid\">" : "<tr>");
            for (var i = 0; i < Rows[row].Count; i++)
            {
                html.Append("<td").Append(ClassOf(i)).Append(" data-value=\"").Append(Encoded(Rows[row][i].Value))
                    .Append("\">")
                    .Append(Encoded(Rows[row][i].Text)).Append("</td>");
            }

            html.AppendLine("</tr>");
        }

        return html.AppendLine("</tbody></table></div></figure>").ToString();
    }

    private string ClassOf(int column) => IsNumeric(column) ? " class=\"number\"" : "";

    private bool IsNumeric(int column) => Rows.Count > 0 && Rows.All(row => row[column].IsNumber
        || row[column].Value.Length == 0);

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
