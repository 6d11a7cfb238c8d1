using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Dibs.Experiments.Circuits;

/// <summary>A page as it came from the server, with what its circuit needs to be started.</summary>
/// <param name="Operations">What <c>UpdateRootComponents</c> is told: all components of the page, as JSON.</param>
/// <param name="State">What the prerendered page left for the circuit; protected, and empty where there is none.</param>
/// <param name="Cookies">Of the browser afterwards: whose page it is, and on which instance.</param>
/// <param name="CompressedBytes">As they came over the wire.</param>
internal sealed partial record CircuitPage(
    Uri Address, string Operations, string State, string Cookies, int CompressedBytes, TimeSpan Took)
{
    /// <summary>Loads a page as a browser does.</summary>
    /// <param name="cookies">The browser's, as in the header <c>Cookie</c>; it may have none.</param>
    /// <exception cref="HttpRequestException">There is no such page just now, or no answer.</exception>
    public static async Task<CircuitPage> LoadAsync(
        HttpMessageInvoker http, Uri address, string cookies, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Accept-Encoding", "gzip");
        if (cookies.Length > 0) request.Headers.Add("Cookie", cookies);
        using var response = await http.SendAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(started);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"{address} answers {(int)response.StatusCode}.", null, response.StatusCode);
        var html = response.Content.Headers.ContentEncoding.Contains("gzip")
            ? await UnpackAsync(bytes, cancellationToken) : Encoding.UTF8.GetString(bytes);
        return new(
            address, OperationsIn(html), StateOf().Match(html).Groups["state"].Value,
            Merge(cookies, response.Headers), bytes.Length, took);
    }

    /// <summary>The root components of a page are in comments where each begins; the browser gives them back as they are.</summary>
    public static string OperationsIn(string html)
    {
        var operations = Component().Matches(html).Select((match, index) =>
            $$"""{"type":"add","ssrComponentId":{{index + 1}},"marker":{{match.Groups["marker"].Value}}}""");
        return $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""";
    }

    private static string Merge(string cookies, System.Net.Http.Headers.HttpResponseHeaders headers)
    {
        var jar = cookies.Split("; ", StringSplitOptions.RemoveEmptyEntries).ToDictionary(cookie => cookie.Split('=', 2)[0]);
        if (headers.TryGetValues("Set-Cookie", out var given))
        {
            foreach (var cookie in given.Select(text => text.Split(';')[0])) jar[cookie.Split('=', 2)[0]] = cookie;
        }

        return string.Join("; ", jar.Values);
    }

    private static async Task<string> UnpackAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return await reader.ReadToEndAsync(cancellationToken);
    }

    [GeneratedRegex("""<!--Blazor:(?<marker>\{"type":"server".*?\})-->""")]
    private static partial Regex Component();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>[^-]*)-->")]
    private static partial Regex StateOf();
}
