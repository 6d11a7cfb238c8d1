using Microsoft.JSInterop;

namespace MudBlazor.StandIn;

/// <summary>Calls into MudBlazor.min.js that may be lost: the page is going away, or was rendered without a browser.</summary>
internal static class JsCalls
{
    public static async Task TryInvokeVoidAsync(this IJSRuntime js, string identifier, params object?[] args)
    {
        try
        {
            await js.InvokeVoidAsync(identifier, args);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // The circuit ended first; the browser has thrown the page away already.
        }
    }
}
