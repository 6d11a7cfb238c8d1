using System.Net;

namespace Dibs.Experiments.Stacks;

/// <summary>Asks an instance whether it is there.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when it answers that it is ready.</summary>
    public static Task WaitReadyAsync(HttpClient http, Uri address, TimeProvider clock,
        CancellationToken cancellationToken) =>
        WaitAsync(http, new(address, "/health/ready"), status => status == HttpStatusCode.OK, clock, cancellationToken);

    /// <summary>Returns when it does not answer any more.</summary>
    public static Task WaitGoneAsync(HttpClient http, Uri address, TimeProvider clock,
        CancellationToken cancellationToken) =>
        WaitAsync(http, new(address, "/health/live"), status => status is null, clock, cancellationToken);

    private static async Task WaitAsync(
        HttpClient http, Uri asked, Func<HttpStatusCode?, bool> isIt, TimeProvider clock,
            CancellationToken cancellationToken)
    {
        while (!isIt(await AskAsync(http, asked, cancellationToken))) await Task.Delay(Interval, clock,
            cancellationToken);
    }

    /// <returns>Null where it does not listen, or is too busy to answer.</returns>
    private static async Task<HttpStatusCode?> AskAsync(HttpClient http, Uri asked, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(asked, cancellationToken);
            return response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
