using System.Net;
using System.Text;

namespace Dibs.Experiments.Reporting;

/// <summary>One page with everything in it: styles, script, charts. It is read without a network, in light and dark.</summary>
internal sealed class HtmlPage(string title)
{
    private readonly StringBuilder _body = new();

    public HtmlPage Heading(string text, string id)
    {
        _body.Append("<h2 id=\"").Append(id).Append("\">").Append(Encoded(text)).AppendLine("</h2>");
        return this;
    }

    public HtmlPage Paragraph(string text)
    {
        _body.Append("<p>").Append(Encoded(text)).AppendLine("</p>");
        return this;
    }

    public HtmlPage Findings(IEnumerable<Finding> findings)
    {
        _body.AppendLine("<ul class=\"findings\">");
        foreach (var finding in findings)
            _body.Append(finding.Good ? "<li class=\"good\"><b>✓</b>" : "<li class=\"bad\"><b>!</b>").Append("<span>")
                .Append(Encoded(finding.Text)).AppendLine("</span></li>");
        _body.AppendLine("</ul>");
        return this;
    }

    public HtmlPage Facts(IEnumerable<KeyValuePair<string, string>> facts)
    {
        _body.AppendLine("<dl class=\"facts\">");
        foreach (var (key, value) in facts)
            _body.Append("<div><dt>").Append(Encoded(key)).Append("</dt><dd>").Append(Encoded(value))
                .AppendLine("</dd></div>");
        _body.AppendLine("</dl>");
        return this;
    }

    public HtmlPage Table(Table table)
    {
        _body.Append(table.ToHtml());
        return this;
    }

    /// <param name="drawn">By name, as the renderer gives them.</param>
    public HtmlPage Charts(IEnumerable<Chart> charts, IReadOnlyDictionary<string, string> drawn)
    {
        _body.AppendLine("<div class=\"charts\">");
        foreach (var chart in charts)
        {
            _body.Append(chart.Width > 600 ? "<figure class=\"chart wide\">" : "<figure class=\"chart\">")
                .Append("<figcaption><b>").Append(Encoded(chart.Title)).Append("</b> ").Append(Encoded(chart.Says))
                    .Append("</figcaption>")
                .Append("<div role=\"img\" aria-label=\"").Append(Encoded($"{chart.Title}. {chart.Says}"))
                    .Append("\">").Append(drawn[chart.Name]).AppendLine("</div></figure>");
        }

        _body.AppendLine("</div>");
        return this;
    }

    /// <summary>Something that is shown when it is asked for.</summary>
    public HtmlPage Folded(string summary, Action<HtmlPage> content)
    {
        _body.Append("<details><summary>").Append(Encoded(summary)).AppendLine("</summary>");
        content(this);
        _body.AppendLine("</details>");
        return this;
    }

    public HtmlPage Code(string text)
    {
        _body.Append("<pre tabindex=\"0\">").Append(Encoded(text)).AppendLine("</pre>");
        return this;
    }

    public override string ToString() =>
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{Encoded(title)}}</title>
        <style>
        :root { {{Variables(colour => colour.Light)}} }
        @media (prefers-color-scheme: dark) { :root { {{Variables(colour => colour.Dark)}} } }
        {{Part("report.css")}}
        </style>
        </head>
        <body>
        <main>
        <h1>{{Encoded(title)}}</h1>
        {{_body}}
        </main>
        <script>
        {{Part("report.js")}}
        </script>
        </body>
        </html>
        """;

    private static string Variables(Func<(string Light, string Dark), string> of) =>
        string.Join(' ', Colours.All.Select(colour => $"--{colour.Key}: {of(colour.Value)};"));

    private static string Part(string name)
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream($"page-{name}")!);
        return reader.ReadToEnd();
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
