using Dibs.Infrastructure.Hosting;
using Dibs.Web.Api;
using Dibs.Web.Components;
using Dibs.Web.Customers;
using Dibs.Web.Experiments;
using Dibs.Web.Languages;
using Dibs.Web.Metrics;
using Dibs.Web.Reports;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.HttpOverrides;

namespace Dibs.Web;

/// <summary>What an instance is made of, and what it answers to.</summary>
internal static class WebRegistration
{
    public static void AddInstance(this WebApplicationBuilder builder)
    {
        builder.Services.AddDibs(builder.Configuration);
        builder.Services.AddApi();
        builder.Services.AddPages();
        builder.Services.AddStaff();
        builder.Services.AddMetricsPage();
        builder.Services.AddExperiments(builder.Configuration);
        // Longer than a booking can take, so that a soft stop ends none of them.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        builder.Services.WithKeysAfterSetUp();
    }

    public static void MapInstance(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseApiErrors();
        app.UsePageErrors();
        app.UseStaff();
        app.UseCustomerCookie();
        app.UseLanguages();
        app.MapApi();
        app.MapStaff();
        app.MapMetrics();
        app.MapExperimentFiles();
        app.MapLanguages();
        app.MapReports();
        app.MapPages();
    }
}
