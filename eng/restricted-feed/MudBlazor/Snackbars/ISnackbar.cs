using Microsoft.AspNetCore.Components;

namespace MudBlazor;

/// <summary>Short messages at the edge of the window. The page needs a <see cref="MudSnackbarProvider"/>.</summary>
public interface ISnackbar : IDisposable
{
    event Action? OnSnackbarsUpdated;

    IEnumerable<Snackbar> ShownSnackbars { get; }

    SnackbarConfiguration Configuration { get; }

    Snackbar? Add(
        string message, Severity severity = Severity.Normal, Action<SnackbarOptions>? configure = null, string? key = null);

    Snackbar? Add(
        MarkupString message, Severity severity = Severity.Normal, Action<SnackbarOptions>? configure = null, string? key = null);

    Snackbar? Add(
        RenderFragment message, Severity severity = Severity.Normal, Action<SnackbarOptions>? configure = null, string? key = null);

    void Clear();

    void Remove(Snackbar snackbar);

    void RemoveByKey(string key);
}
