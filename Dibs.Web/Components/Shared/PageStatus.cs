namespace Dibs.Web.Components.Shared;

/// <summary>The HTTP status of a page that was prerendered.</summary>
internal static class PageStatus
{
    /// <summary>
    /// Sets the status when the answer is on its way. Set at once, a 404 would make Blazor throw the page away and send
    /// nothing (it leaves the words to a status code middleware, which cannot know what is missing).
    /// </summary>
    public static void SetStatus(this HttpContext http, int status) => http.Response.OnStarting(() =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });
}
