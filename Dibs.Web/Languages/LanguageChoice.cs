using System.Globalization;
using Dibs.Domain.Languages;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Languages;

/// <summary>
/// Which language a request is answered in: what the customer chose (a cookie), else what their browser asks for. It goes with the
/// request as the thread's language for texts, and from the request that opens a circuit to the circuit. The thread's format of numbers
/// stays as it is, so that none is ever written in Polish for a program.
/// </summary>
public static class LanguageChoice
{
    public const string Cookie = "dibs_language";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    /// <summary>That of the request or circuit at work.</summary>
    public static Language Now => Language.Of(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);

    public static IServiceCollection AddLanguages(this IServiceCollection services) => services.AddScoped(_ => Words.In(Now));

    public static IApplicationBuilder UseLanguages(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        CultureInfo.CurrentUICulture = Of(context.Request).Culture;
        return next(context);
    });

    /// <summary>Where the switch in the bar leads: it remembers the language and goes back to where one was.</summary>
    public static void MapLanguages(this IEndpointRouteBuilder app) => app.MapGet("/language/{code}", Choose).ExcludeFromDescription();

    internal static Language Of(HttpRequest request) =>
        Language.Find(request.Cookies[Cookie])
        ?? request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(wish => wish.Quality ?? 1)
            .Select(wish => Language.Find(wish.Value.Value?.Split('-')[0].ToLowerInvariant()))
            .FirstOrDefault(language => language is not null)
        ?? Language.English;

    private static IResult Choose(string code, HttpContext context)
    {
        if (Language.Find(code) is not { } language) return Results.NotFound();
        context.Response.Cookies.Append(Cookie, language.Code, new CookieOptions
        {
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = Lifetime,
            IsEssential = true,
            Path = "/",
        });
        return Results.LocalRedirect(Back(context.Request));
    }

    /// <summary>The page that one came from, where it is one of ours. It knows what stands in its address better than the circuit does.</summary>
    private static string Back(HttpRequest request) =>
        request.GetTypedHeaders().Referer is { } from && from.Authority == request.Host.Value && !from.AbsolutePath.StartsWith("//", StringComparison.Ordinal)
            ? from.PathAndQuery
            : "/";
}
