using Dibs.Web.Components.Bookings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Customers;
using Dibs.Web.Languages;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
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
        services.AddLanguages();
        services.AddMemoryCache();
        services.AddSingleton<LiveHalls>();
        services.AddScoped<PrerenderHandoff>();
        services.AddScoped<LastBooking>();
        services.AddMudServices();
        services.AddAntiforgery();
        services.AddRazorComponents().AddInteractiveServerComponents(KeepCircuits).AddHubOptions(LimitMessages);
        return services;
    }

    /// <summary>An error that no page expected. Programs get problem+json from the API itself; people get plain words.</summary>
    public static void UsePageErrors(this WebApplication app) =>
        app.UseWhen(context => IsForPeople(context.Request.Path), pages => pages
            .UseExceptionHandler(handler => handler.Run(ErrorDocument.SendAsync)));

    public static WebApplication MapPages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ConfigureWebSocketAcceptContext = Compress);
        return app;
    }

    private static void KeepCircuits(CircuitOptions circuits)
    {
        // A lost connection that comes back within this finds its page as it was. After it, and after the loss of
        // the instance, the page is made anew out of the databases: the customer sees no difference.
        circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromSeconds(60);
        // At 0.3 MB each some 150 MB at most, whoever opens pages and leaves; those who are dropped load their page again.
        circuits.DisconnectedCircuitMaxRetained = 500;
        // Drawn and not acknowledged: a browser that falls behind gets what is new in one piece, and not all that was.
        circuits.MaxBufferedUnacknowledgedRenderBatches = 4;
        circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(10);
    }

    private static void LimitMessages(HubOptions hub)
    {
        // What a browser has to say is a click, a field, or the few hundred bytes that start its page.
        hub.MaximumReceiveMessageSize = 32 * 1024;
    }

    /// <summary>
    /// Circuits are compressed, each message by itself: to remember what was sent before costs each circuit 0.15 MB, as much as
    /// all else of it, and saves a few hundred bytes a second.
    /// </summary>
    private static Task Compress(HttpContext context, WebSocketAcceptContext accept)
    {
        accept.DangerousEnableCompression = true;
        accept.DisableServerContextTakeover = true;
        return Task.CompletedTask;
    }

    private static bool IsForPeople(PathString path) =>
        !path.StartsWithSegments("/api", StringComparison.Ordinal)
        && !path.StartsWithSegments("/thesis", StringComparison.Ordinal)
        && !path.StartsWithSegments("/health", StringComparison.Ordinal)
        && !path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        && !path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        && !path.StartsWithSegments("/_blazor", StringComparison.Ordinal);
}
