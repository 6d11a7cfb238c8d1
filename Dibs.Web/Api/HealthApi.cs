using Dibs.Infrastructure.Hosting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dibs.Web.Api;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it should get requests; with its alarms.</summary>
internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        ready = report.Status == HealthStatus.Healthy,
        reasons = report.Entries.Values.Select(entry => entry.Description).Where(reason => reason is not null),
        alarms = context.RequestServices.GetRequiredService<Alarms>().Raised,
    });
}
