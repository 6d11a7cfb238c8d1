using System.Text.Json;
using System.Text.Json.Serialization;
using Dibs.Domain.Staff;
using Dibs.Web.Api.Thesis;
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
        api.MapCheckIn();
        api.MapRepairs();
        api.MapFallback(() => Problems.NotFound("call")).ExcludeFromDescription();
        app.MapThesis();
    }

    /// <summary>An error that no code expected: for the API a problem, with what is safe to say.</summary>
    public static void UseApiErrors(this WebApplication app) =>
        app.UseWhen(context => IsForPrograms(context.Request.Path), branch =>
        {
            branch.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandler = AnswerAsync,
                // The database's own log line is enough: one more with a stack for each request that is turned away makes
                // an outage slower to get over.
                SuppressDiagnosticsCallback = context => IsOfDatabase(context.Exception),
            });
            branch.UseStatusCodePages();
        });

    private static bool IsForPrograms(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/thesis");

    private static Task AnswerAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var answer = error switch
        {
            TimeoutException or OperationCanceledException => Problems.Busy(context.Response),
            not null when IsOfDatabase(error) => Problems.Busy(context.Response),
            NotAllowedException => Problems.NotAllowed(),
            BadHttpRequestException bad => Results.Problem(
                statusCode: StatusCodes.Status422UnprocessableEntity, title: "The request could not be read.",
                detail: bad.Message, extensions: new Dictionary<string, object?> { ["code"] = "validation_failed" }),
            _ => Results.Problem(
                statusCode: StatusCodes.Status500InternalServerError, title: "Something broke on our side.",
                extensions: new Dictionary<string, object?> { ["code"] = "internal" }),
        };
        return answer.ExecuteAsync(context);
    }

    /// <summary>
    /// Also what wraps it: the keys of the customer's cookie lie in a database, and say so by an exception of their own.
    /// </summary>
    private static bool IsOfDatabase(Exception error) =>
        error is NpgsqlException || (error.InnerException is { } inner && IsOfDatabase(inner));
}
