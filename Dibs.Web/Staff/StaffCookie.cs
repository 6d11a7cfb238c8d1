using Dibs.Domain.Staff;
using Dibs.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Dibs.Web.Staff;

/// <summary>
/// The staff's cookie: over after 15 minutes without a request. Once a minute the account is looked up, so that a lock-out or other
/// roles take effect. Programs get problem+json where people are led to the sign-in page.
/// </summary>
internal static class StaffCookie
{
    public const string Scheme = "staff";

    public const string Name = "dibs_staff";

    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LookedUpEvery = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddStaffCookie(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddCookie(Scheme, options =>
        {
            options.Cookie.Name = Name;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = Idle;
            options.SlidingExpiration = true;
            options.Events.OnValidatePrincipal = LookUpAsync;
            options.Events.OnRedirectToLogin = SendToSignInAsync;
            options.Events.OnRedirectToAccessDenied = RefuseAsync;
        });
        return services;
    }

    /// <summary>Gives the browser, or the program, the cookie of this session.</summary>
    public static Task SignInAsync(this HttpContext context, StaffSession session) =>
        context.SignInAsync(Scheme, StaffClaims.PrincipalOf(session));

    public static bool IsForPrograms(PathString path) => path.StartsWithSegments("/api", StringComparison.Ordinal);

    private static async Task LookUpAsync(CookieValidatePrincipalContext context)
    {
        var clock = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        if (context.Properties.IssuedUtc is { } issued && clock.GetUtcNow() - issued < LookedUpEvery) return;
        var accounts = context.HttpContext.RequestServices.GetRequiredService<IStaffSignIn>();
        var session = context.Principal is null ? null : StaffClaims.SessionOf(context.Principal);
        var now = session is null
            ? null
            : await accounts.RefreshAsync(session.Member.Id, session.Stamp, context.HttpContext.RequestAborted);
        if (now is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
            return;
        }

        context.ReplacePrincipal(StaffClaims.PrincipalOf(now));
        // Given anew, with another 15 minutes.
        context.ShouldRenew = true;
    }

    private static Task SendToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (IsForPrograms(request.Path)) return Problems.SignIn().ExecuteAsync(context.HttpContext);
        context.Response.Redirect(StaffPaths.SignInFor(request.PathBase + request.Path + request.QueryString));
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var todo = StaffClaims.SessionOf(context.HttpContext.User)?.Todo;
        if (IsForPrograms(request.Path))
            return (todo is null ? Problems.NotAllowed() : Problems.SetUpNeeded()).ExecuteAsync(context.HttpContext);
        context.Response.Redirect(todo is { } first
            ? StaffPaths.TodoFor(first, request.PathBase + request.Path + request.QueryString)
            : StaffPaths.NotAllowed);
        return Task.CompletedTask;
    }
}
