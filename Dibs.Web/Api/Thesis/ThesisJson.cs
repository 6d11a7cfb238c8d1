using System.Globalization;
using System.Text.Json;

namespace Dibs.Web.Api.Thesis;

/// <summary>How the thesis' API speaks: snake_case, 200 or 400, an error as <c>{message}</c> or <c>{errors}</c>.</summary>
internal static class ThesisJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 16,
    };

    public static IResult Ok(object value) => Results.Json(value, Options);

    public static IResult NotFound(string message) =>
        Results.Json(new { Message = message }, Options, statusCode: StatusCodes.Status404NotFound);

    public static IResult Refused(string message) =>
        Results.Json(new { Message = message }, Options, statusCode: StatusCodes.Status400BadRequest);

    public static IResult Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        Results.Json(new { Errors = errors }, Options, statusCode: StatusCodes.Status400BadRequest);

    /// <returns>The body, or the answer that says what is wrong with it.</returns>
    public static async Task<(TBody? Body, IResult? Error)> ReadAsync<TBody>(
        HttpRequest request, CancellationToken cancellationToken)
        where TBody : class
    {
        if (!request.HasJsonContentType()) return (null, Wrong("content_type", "Send application/json."));
        try
        {
            var body = await JsonSerializer.DeserializeAsync<TBody>(request.Body, Options, cancellationToken);
            return body is null ? (null, Wrong("body", "The body is empty.")) : (body, null);
        }
        catch (JsonException exception)
        {
            var field = exception.Path?.TrimStart('$').TrimStart('.');
            return (null, Wrong(string.IsNullOrEmpty(field) ? "body" : field, "This is not the JSON that the call takes."));
        }
        catch (BadHttpRequestException)
        {
            return (null, Wrong("body", $"The body is larger than {JsonBody.MaxBytes / 1024} KB, or broke off."));
        }
    }

    /// <summary>A seat as the thesis names it: "a1".</summary>
#pragma warning disable CA1308 // For programs that compare with what they sent.
    public static string SeatName(string seat) => seat.ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>An id as it was sent: a number, or a text.</summary>
    public static object Id(string id) =>
        id.Length <= 15 && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == id
            ? number
            : id;

    private static IResult Wrong(string field, string error) =>
        Invalid(new Dictionary<string, string[]> { [field] = [error] });
}
