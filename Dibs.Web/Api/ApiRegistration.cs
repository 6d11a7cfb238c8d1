using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Dibs.Web.Api;

internal static class ApiRegistration
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddOpenApi("v1");
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(options =>
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(options =>
            options.Limits.MaxRequestBodySize = JsonBody.MaxBytes);
        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapHealth();
        var api = app.MapGroup("/api").DisableAntiforgery();
        api.MapScreenings();
        api.MapHolds();
        api.MapBookings();
        api.MapTickets();
        api.MapFallback(() => Problems.NotFound("call")).ExcludeFromDescription();
    }

    /// <summary>An error that no code expected: for the API a problem, with what is safe to say.</summary>
    public static void UseApiErrors(this WebApplication app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), branch =>
        {
            branch.UseExceptionHandler(handler => handler.Run(async context =>
            {
                var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
                var answer = error switch
                {
                    NpgsqlException or TimeoutException or OperationCanceledException => Problems.Busy(context.Response),
                    BadHttpRequestException bad => Results.Problem(
                        statusCode: StatusCodes.Status422UnprocessableEntity, title: "The request could not be read.",
                        detail: bad.Message, extensions: new Dictionary<string, object?> { ["code"] = "validation_failed" }),
                    _ => Results.Problem(
                        statusCode: StatusCodes.Status500InternalServerError, title: "Something broke on our side.",
                        extensions: new Dictionary<string, object?> { ["code"] = "internal" }),
                };
                await answer.ExecuteAsync(context);
            }));
            branch.UseStatusCodePages();
        });
}
