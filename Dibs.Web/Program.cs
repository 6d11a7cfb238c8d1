using Dibs.Infrastructure.Hosting;
using Dibs.Web.Api;
using Dibs.Web.Components;
using Dibs.Web.Customers;
using Dibs.Web.Experiments;
using Dibs.Web.Languages;
using Dibs.Web.Metrics;
using Microsoft.AspNetCore.HttpOverrides;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDibs(builder.Configuration);
builder.Services.AddApi();
builder.Services.AddPages();
builder.Services.AddMetricsPage();
builder.Services.AddExperiments(builder.Configuration);
// Longer than a booking can take, so that a soft stop ends none of them.
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
builder.Services.Configure<ForwardedHeadersOptions>(options =>
    options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);

var app = builder.Build();
app.UseForwardedHeaders();
app.UseApiErrors();
app.UseCustomerCookie();
app.UseLanguages();
app.MapApi();
app.MapMetrics();
app.MapExperimentFiles();
app.MapLanguages();
app.MapPages();
app.Run();
