using System.Text;

namespace Dibs.Web.Metrics;

/// <summary><c>/metrics</c>: what this instance counts. Through HAProxy it is any instance's; scrape each one by its own address.</summary>
internal static class MetricsApi
{
    public static IServiceCollection AddMetricsPage(this IServiceCollection services) => services.AddSingleton<MeterReader>();

    public static void MapMetrics(this WebApplication app)
    {
        var reader = app.Services.GetRequiredService<MeterReader>();
        app.MapGet("/metrics", () => Results.Text(reader.Read(), PrometheusText.ContentType, Encoding.UTF8))
            .ExcludeFromDescription();
    }
}
