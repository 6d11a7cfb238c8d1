using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Metadata;

namespace Dibs.Web.Api;

/// <summary>Reads a body by hand, so that what is wrong with it becomes an error that names the field.</summary>
internal static class JsonBody
{
    /// <summary>The largest booking is about 2 KB; what is larger was not meant for us.</summary>
    public const long MaxBytes = 64 * 1024;

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        MaxDepth = 8,
    };

    /// <summary>
    /// For the description of the API. It names no content type, of which JSON is what is assumed: routing would pass over the call for
    /// any other, and find the pages, where <see cref="ReadAsync"/> says what is wrong.
    /// </summary>
    public static RouteHandlerBuilder TakesJson<TBody>(this RouteHandlerBuilder call) =>
        call.WithMetadata(new AcceptsMetadata([], typeof(TBody)));

    /// <returns>The body, or the answer that says what is wrong with it.</returns>
    public static async Task<(TBody? Body, IResult? Error)> ReadAsync<TBody>(
        HttpRequest request, CancellationToken cancellationToken)
        where TBody : class
    {
        if (!request.HasJsonContentType())
            return (null, Problems.Invalid("Content-Type", "Send application/json."));
        try
        {
            var body = await JsonSerializer.DeserializeAsync<TBody>(request.Body, Options, cancellationToken);
            return body is null ? (null, Problems.Invalid("body", "The body is empty.")) : (body, null);
        }
        catch (JsonException exception)
        {
            return (null, Problems.Unreadable(exception));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Results.Problem(
                statusCode: StatusCodes.Status413PayloadTooLarge,
                title: "The body is too large.",
                detail: $"At most {MaxBytes / 1024} KB.",
                extensions: new Dictionary<string, object?> { ["code"] = "too_large" }));
        }
        catch (BadHttpRequestException)
        {
            return (null, Problems.Invalid("body", "The body could not be read to its end."));
        }
    }
}
