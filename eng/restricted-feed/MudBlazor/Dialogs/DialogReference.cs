using Microsoft.AspNetCore.Components;

namespace MudBlazor;

/// <summary>One open dialog, from both sides.</summary>
public class DialogReference : IDialogReference, IMudDialogInstance
{
    private readonly DialogService _service;
    private readonly TaskCompletionSource<DialogResult?> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal DialogReference(DialogService service, string? title, DialogOptions options)
    {
        _service = service;
        Title = title;
        Options = options;
    }

    public Guid Id { get; } = Guid.NewGuid();

    public string ElementId => $"_{Id:N}";

    public string? Title { get; private set; }

    public DialogOptions Options { get; private set; }

    public RenderFragment? RenderFragment { get; set; }

    public Task<DialogResult?> Result => _result.Task;

    public object? Dialog { get; internal set; }

    internal Task Drawn => _drawn.Task;

    internal string TitleId => ElementId + "-title";

    /// <summary>Set by the frame that draws this dialog.</summary>
    internal Func<Task>? Redraw { get; set; }

    /// <summary>Set by the <see cref="MudDialog"/> in the dialog: the title is then an element of its own.</summary>
    internal bool HasTitleElement { get; set; }

    public void Close() => _service.Close(this);

    public void Close(DialogResult? result) => _service.Close(this, result);

    public void Close<T>(T returnValue) => _service.Close(this, DialogResult.Ok(returnValue));

    void IMudDialogInstance.Close(DialogResult dialogResult) => _service.Close(this, dialogResult);

    public void Cancel() => _service.Close(this, DialogResult.Cancel());

    public void CancelAll() => _service.CancelAll();

    public bool Dismiss(DialogResult? result) => _result.TrySetResult(result);

    public async Task<T?> GetReturnValueAsync<T>() => await Result is { Data: T value } ? value : default;

    public async Task SetOptionsAsync(DialogOptions options)
    {
        Options = options;
        if (Redraw is not null) await Redraw();
    }

    public async Task SetTitleAsync(string? title)
    {
        Title = title;
        if (Redraw is not null) await Redraw();
    }

    public void StateHasChanged() => _ = Redraw?.Invoke();

    internal void NowDrawn() => _drawn.TrySetResult();
}
