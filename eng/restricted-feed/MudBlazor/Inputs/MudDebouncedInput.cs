using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor.StandIn;

namespace MudBlazor;

/// <summary>A field typed into: the value follows each key, a pause in typing, or the end of the visit.</summary>
public abstract class MudDebouncedInput<T> : MudBaseInput<T>
{
    private CancellationTokenSource? _pause;

    /// <summary>Milliseconds without a key after which the value follows. 0: no waiting.</summary>
    [Parameter] public double DebounceInterval { get; set; }

    [Parameter] public EventCallback<string> OnDebounceIntervalElapsed { get; set; }

    [Parameter] public bool Clearable { get; set; }

    [Parameter] public string ClearIcon { get; set; } = Icons.Material.Filled.Clear;

    [Parameter] public EventCallback<MouseEventArgs> OnClearButtonClick { get; set; }

    private protected virtual CultureInfo TextCulture => Culture;

    public virtual ValueTask SelectAsync() => Element.FocusAsync();

    private protected abstract void BuildOwnAttributes(RenderTreeBuilder builder);

    private protected override bool TryFromText(string? text, out T? value, out string? error)
    {
        value = default;
        error = null;
        if (typeof(T) == typeof(string))
        {
            value = (T?)(object?)text;
            return true;
        }

        if (string.IsNullOrWhiteSpace(text)) return true;
        if (Microsoft.AspNetCore.Components.BindConverter.TryConvertTo<T>(text, TextCulture, out value)) return true;
        error = typeof(T).IsAssignableTo(typeof(DateTime?)) ? "Not a valid date" : "Not a valid number";
        return false;
    }

    /// <summary>The control itself; the frame around it is drawn by <see cref="FieldFrame{T}"/>.</summary>
    private protected void BuildControl(RenderTreeBuilder builder)
    {
        var eachKey = Immediate || DebounceInterval > 0;
        builder.OpenElement(0, Lines > 1 ? "textarea" : "input");
        builder.AddMultipleAttributes(1, UserAttributes!);
        builder.AddAttribute(2, "id", ElementId);
        builder.AddAttribute(3, "class", "mud-input-slot");
        builder.AddAttribute(4, "placeholder", Placeholder);
        builder.AddAttribute(5, "disabled", IsDisabled);
        builder.AddAttribute(6, "readonly", IsReadOnly);
        builder.AddAttribute(7, "inputmode", InputMode == InputMode.text ? null : InputMode.ToString());
        builder.AddAttribute(8, "pattern", Pattern);
        builder.AddAttribute(9, "maxlength", MaxLength == 524288 ? null : MaxLength.ToString(CultureInfo.InvariantCulture));
        builder.AddAttribute(10, "aria-invalid", HasErrors ? "true" : "false");
        builder.AddAttribute(11, "aria-required", Required ? "true" : null);
        builder.AddAttribute(12, "aria-describedby", DescribedBy);
        if (Lines > 1) builder.AddAttribute(13, "rows", Lines);
        BuildOwnAttributes(builder);
        builder.AddAttribute(30, "value", CurrentText);
        builder.AddAttribute(31, eachKey ? "oninput" : "onchange", EventCallback.Factory.CreateBinder<string?>(this, TypedAsync, CurrentText));
        builder.SetUpdatesAttributeName("value");
        builder.AddAttribute(32, "onblur", EventCallback.Factory.Create<FocusEventArgs>(this, LeaveAsync));
        if (OnKeyDown.HasDelegate) builder.AddAttribute(33, "onkeydown", OnKeyDown);
        if (OnKeyUp.HasDelegate) builder.AddAttribute(34, "onkeyup", OnKeyUp);
        builder.AddElementReferenceCapture(35, element => Element = element);
        builder.CloseElement();
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent<FieldFrame<T>>(0);
        builder.AddComponentParameter(1, nameof(FieldFrame<T>.Field), this);
        builder.AddComponentParameter(2, nameof(FieldFrame<T>.ChildContent), (RenderFragment)BuildControl);
        builder.AddComponentParameter(3, nameof(FieldFrame<T>.Kind), Kind);
        if (Clearable && !string.IsNullOrEmpty(CurrentText) && !IsDisabled && !IsReadOnly)
        {
            builder.AddComponentParameter(4, nameof(FieldFrame<T>.ClearIcon), ClearIcon);
            builder.AddComponentParameter(5, nameof(FieldFrame<T>.OnClear), EventCallback.Factory.Create<MouseEventArgs>(this, ClearedAsync));
        }

        builder.CloseComponent();
    }

    private protected virtual string Kind => "mud-input-text-control";

    protected override void Dispose(bool disposing)
    {
        _pause?.Cancel();
        _pause?.Dispose();
        base.Dispose(disposing);
    }

    private async Task TypedAsync(string? text)
    {
        if (DebounceInterval <= 0)
        {
            await TextFromBrowserAsync(text);
            return;
        }

        CurrentText = text;
        if (_pause is not null) await _pause.CancelAsync();
        _pause?.Dispose();
        _pause = new CancellationTokenSource();
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(DebounceInterval), _pause.Token);
        }
        catch (OperationCanceledException)
        {
            // Another key came, or the field went away.
            return;
        }

        await TextFromBrowserAsync(CurrentText);
        await OnDebounceIntervalElapsed.InvokeAsync(CurrentText);
    }

    /// <summary>Leaving the field ends the pause: nothing typed may be lost by a quick click on a button.</summary>
    private async Task LeaveAsync(FocusEventArgs focus)
    {
        if (_pause is { IsCancellationRequested: false })
        {
            await _pause.CancelAsync();
            if (ToText(Value) != CurrentText) await TextFromBrowserAsync(CurrentText);
        }

        await BlurAsync(focus);
    }

    private async Task ClearedAsync(MouseEventArgs mouse)
    {
        await TextFromBrowserAsync(null);
        await FocusAsync();
        await OnClearButtonClick.InvokeAsync(mouse);
    }
}
