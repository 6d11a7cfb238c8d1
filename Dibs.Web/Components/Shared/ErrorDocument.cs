using System.Net.Mime;
using Dibs.Web.Components.Layout;
using Dibs.Web.Languages;

namespace Dibs.Web.Components.Shared;

/// <summary>
/// What a person sees when a page could not be made at all. It needs nothing that could have broken: no component, no
/// circuit, no database.
/// </summary>
internal static class ErrorDocument
{
    private static string HtmlIn(Words words) => $"""
        <!DOCTYPE html>
        <html lang="{words.Language.Code}">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{words["Something broke"]} · Dibs</title>
          <script src="/theme.js"></script>
          <style>{DibsTheme.Css}</style>
          <link rel="stylesheet" href="/dibs.css">
          <link rel="icon" href="/favicon.svg" type="image/svg+xml">
        </head>
        <body>
          <main class="page page-narrow">
            <h1>{words["Something broke on our side"]}</h1>
            <p>{words["It is noted and will be looked at. Seats that you hold stay yours until their time runs out, and a confirmed booking stays confirmed."]}</p>
            <p><a href="">{words["Try again"]}</a> · <a href="/">{words["Programme"]}</a> · <a href="/bookings">{words["My bookings"]}</a></p>
          </main>
        </body>
        </html>
        """;

    public static Task SendAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        context.Response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(HtmlIn(Words.In(LanguageChoice.Of(context.Request))));
    }
}
