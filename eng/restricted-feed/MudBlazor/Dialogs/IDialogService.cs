using Microsoft.AspNetCore.Components;

namespace MudBlazor;

/// <summary>Opens dialogs. The page needs a <see cref="MudDialogProvider"/>.</summary>
public interface IDialogService
{
    Task<IDialogReference> ShowAsync<TComponent>()
        where TComponent : IComponent;

    Task<IDialogReference> ShowAsync<TComponent>(string? title)
        where TComponent : IComponent;

    Task<IDialogReference> ShowAsync<TComponent>(string? title, DialogOptions options)
        where TComponent : IComponent;

    Task<IDialogReference> ShowAsync<TComponent>(string? title, DialogParameters parameters)
        where TComponent : IComponent;

    Task<IDialogReference> ShowAsync<TComponent>(string? title, DialogParameters parameters, DialogOptions? options)
        where TComponent : IComponent;

    void Close(IDialogReference dialog);

    void Close(IDialogReference dialog, DialogResult? result);
}
