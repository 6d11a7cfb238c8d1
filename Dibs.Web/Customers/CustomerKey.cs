using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dibs.Web.Customers;

/// <summary>Who is asking: owns the holds and sees the bookings. One for each request and each circuit.</summary>
public interface ICustomerContext
{
    /// <summary>From the customer's signed cookie. Where there is no request and no circuit: one that nobody else has.</summary>
    Guid Key { get; }
}

/// <summary>
/// The customer's key. A request takes it from the cookie; a circuit has no request of its own, so the page gives it
/// as a parameter of its root component, which Blazor protects.
/// </summary>
internal sealed class CustomerContext(IHttpContextAccessor request) : ICustomerContext
{
    private Guid? _key;

    // The request, and not only what was set: error pages are made in a scope of their own.
    public Guid Key => _key ??= request.HttpContext?.Items[CustomerCookie.Name] as Guid? ?? Guid.NewGuid();

    public void Set(Guid key) => _key = key;
}

/// <summary>
/// The cookie that makes a browser a customer: a random key under data protection, so that it can neither be guessed
/// nor made. No account, no name; clearing the cookies ends it (bookings are then found by e-mail).
/// </summary>
public static class CustomerCookie
{
    public const string Name = "dibs_customer";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddHttpContextAccessor();
        services.TryAddScoped<CustomerContext>();
        services.TryAddScoped<ICustomerContext>(provider => provider.GetRequiredService<CustomerContext>());
        return services;
    }

    /// <summary>Reads the cookie into the request's <see cref="ICustomerContext"/>; gives one to those who have none.</summary>
    public static IApplicationBuilder UseCustomerCookie(this IApplicationBuilder app)
    {
        var protector = ProtectorOf(app.ApplicationServices);
        return app.Use((context, next) =>
        {
            var key = Read(protector, context.Request.Cookies[Name]);
            if (key is null && IsForCustomers(context.Request.Path))
            {
                key = Guid.NewGuid();
                Give(context, protector.Protect(key.Value.ToString("N")));
            }

            if (key is not null) context.Items[Name] = key.Value;
            return next(context);
        });
    }

    internal static IDataProtector ProtectorOf(IServiceProvider services) =>
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Dibs.Customer.v1");

    internal static Guid? Read(IDataProtector protector, string? cookie)
    {
        if (string.IsNullOrEmpty(cookie)) return null;
        try
        {
            return Guid.TryParseExact(protector.Unprotect(cookie), "N", out var key) ? key : null;
        }
        catch (CryptographicException)
        {
            // Made by hand, or by keys that are gone: the browser is a new customer.
            return null;
        }
    }

    // Scripts, pictures and circuits are asked for by pages, which have given the cookie already; an answer with a
    // cookie could not be cached.
    private static bool IsForCustomers(PathString path) =>
        !path.StartsWithSegments("/_blazor", StringComparison.Ordinal)
        && !path.StartsWithSegments("/health", StringComparison.Ordinal)
        && !path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        && !path.StartsWithSegments("/thesis", StringComparison.Ordinal)
        && !Path.HasExtension(path.Value);

    private static void Give(HttpContext context, string value) => context.Response.Cookies.Append(Name, value, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        MaxAge = Lifetime,
        IsEssential = true,
        Path = "/",
    });
}
