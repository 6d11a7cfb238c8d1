using Dibs.Web.Components.Bookings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Customers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor.Services;

namespace Dibs.Web.Components;

/// <summary>The pages as <c>Program.cs</c> sees them.</summary>
public static class ComponentsRegistration
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddCustomers();
        services.AddMemoryCache();
        services.AddSingleton<LiveHalls>();
        services.AddScoped<PrerenderHandoff>();
        services.AddScoped<LastBooking>();
        services.AddMudServices();
        services.AddAntiforgery();
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            // A lost connection that comes back within this finds its page as it was. After it, and after the loss of
            // the instance, the page is made anew out of the databases: the customer sees no difference.
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromSeconds(60);
            circuits.DisconnectedCircuitMaxRetained = 500;
            circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(10);
        });
        return services;
    }

    public static WebApplication MapPages(this WebApplication app)
    {
        // Programs get problem+json from the API itself; people get pages in plain words.
        app.UseWhen(context => IsForPeople(context.Request.Path), pages => pages
            .UseExceptionHandler(handler => handler.Run(ErrorDocument.SendAsync)));
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    private static bool IsForPeople(PathString path) =>
        !path.StartsWithSegments("/api", StringComparison.Ordinal)
        && !path.StartsWithSegments("/thesis", StringComparison.Ordinal)
        && !path.StartsWithSegments("/health", StringComparison.Ordinal)
        && !path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        && !path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        && !path.StartsWithSegments("/_blazor", StringComparison.Ordinal);
}
