using Microsoft.AspNetCore.Components;

namespace MudBlazor;

/// <summary>Keeps the open dialogs of one user; the provider draws them.</summary>
public class DialogService : IDialogService
{
    private readonly List<DialogReference> _open = [];

    internal event Action? Changed;

    internal IReadOnlyList<DialogReference> Open => _open;

    public Task<IDialogReference> ShowAsync<TComponent>()
        where TComponent : IComponent => ShowAsync<TComponent>(null, [], null);

    public Task<IDialogReference> ShowAsync<TComponent>(string? title)
        where TComponent : IComponent => ShowAsync<TComponent>(title, [], null);

    public Task<IDialogReference> ShowAsync<TComponent>(string? title, DialogOptions options)
        where TComponent : IComponent => ShowAsync<TComponent>(title, [], options);

    public Task<IDialogReference> ShowAsync<TComponent>(string? title, DialogParameters parameters)
        where TComponent : IComponent => ShowAsync<TComponent>(title, parameters, null);

    public async Task<IDialogReference> ShowAsync<TComponent>(string? title, DialogParameters parameters, DialogOptions? options)
        where TComponent : IComponent
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (Changed is null) throw new InvalidOperationException("No MudDialogProvider is on the page.");
        var reference = new DialogReference(this, title, options ?? new DialogOptions());
        reference.RenderFragment = builder =>
        {
            builder.OpenComponent<TComponent>(0);
            foreach (var (name, value) in parameters) builder.AddComponentParameter(1, name, value);
            builder.AddComponentReferenceCapture(2, component => reference.Dialog = component);
            builder.CloseComponent();
        };
        _open.Add(reference);
        Changed();
        await reference.Drawn;
        return reference;
    }

    public void Close(IDialogReference dialog) => Close(dialog, DialogResult.Ok<object?>(null));

    public void Close(IDialogReference dialog, DialogResult? result)
    {
        ArgumentNullException.ThrowIfNull(dialog);
        if (dialog is DialogReference reference) _open.Remove(reference);
        dialog.Dismiss(result);
        Changed?.Invoke();
    }

    internal void CancelAll()
    {
        foreach (var dialog in _open.ToArray()) Close(dialog, DialogResult.Cancel());
    }
}
