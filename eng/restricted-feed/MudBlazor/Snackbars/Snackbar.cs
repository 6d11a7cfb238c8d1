using Microsoft.AspNetCore.Components;

namespace MudBlazor;

/// <summary>One message being shown.</summary>
public class Snackbar : IDisposable
{
    private readonly SnackbarService _service;

    internal Snackbar(SnackbarService service, RenderFragment content, string key, SnackbarOptions options)
    {
        _service = service;
        Content = content;
        Key = key;
        Options = options;
    }

    public Severity Severity => Options.Severity;

    internal RenderFragment Content { get; }

    internal string Key { get; }

    internal SnackbarOptions Options { get; }

    /// <summary>Ends the waiting for the time to hide it.</summary>
    internal CancellationTokenSource Gone { get; } = new();

    internal void ForceClose() => _service.Remove(this);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Gone.Cancel();
        Gone.Dispose();
    }
}
