using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor.StandIn;

namespace MudBlazor;

/// <summary>A field with a label, a helper text and room for an icon. The value is a <typeparamref name="T"/>, the browser's a text.</summary>
public abstract class MudBaseInput<T> : MudFormComponent<T, string>
{
    private readonly string _ownId = Css.NewId("mudinput");
    private T? _shown;
    private bool _anyShown;

    [Parameter] public T? Value { get; set; }

    [Parameter] public EventCallback<T?> ValueChanged { get; set; }

    [Parameter] public bool Disabled { get; set; }

    [Parameter] public bool ReadOnly { get; set; }

    [Parameter] public bool FullWidth { get; set; }

    [Parameter] public bool Immediate { get; set; }

    [Parameter] public bool Underline { get; set; } = true;

    [Parameter] public string? HelperId { get; set; }

    [Parameter] public string? HelperText { get; set; }

    [Parameter] public bool HelperTextOnFocus { get; set; }

    [Parameter] public string? AdornmentIcon { get; set; }

    [Parameter] public string? AdornmentText { get; set; }

    [Parameter] public Adornment Adornment { get; set; } = Adornment.None;

    [Parameter] public Color AdornmentColor { get; set; } = Color.Default;

    [Parameter] public string? AdornmentAriaLabel { get; set; }

    [Parameter] public Size IconSize { get; set; } = Size.Medium;

    [Parameter] public EventCallback<MouseEventArgs> OnAdornmentClick { get; set; }

    [Parameter] public Variant Variant { get; set; } = Variant.Text;

    [Parameter] public Margin Margin { get; set; } = Margin.None;

    [Parameter] public string? Placeholder { get; set; }

    /// <summary>Null: no counter. 0: the number of characters. More: the number and this limit.</summary>
    [Parameter] public int? Counter { get; set; }

    [Parameter] public int MaxLength { get; set; } = 524288;

    [Parameter] public string? Label { get; set; }

    [Parameter] public bool AutoFocus { get; set; }

    [Parameter] public int Lines { get; set; } = 1;

    [Parameter] public virtual InputMode InputMode { get; set; } = InputMode.text;

    [Parameter] public virtual string? Pattern { get; set; }

    [Parameter] public bool ShrinkLabel { get; set; }

    [Parameter] public string? Format { get; set; }

    [Parameter] public string? InputId { get; set; }

    [Parameter] public EventCallback<FocusEventArgs> OnBlur { get; set; }

    [Parameter] public EventCallback<KeyboardEventArgs> OnKeyDown { get; set; }

    [Parameter] public EventCallback<KeyboardEventArgs> OnKeyUp { get; set; }

    internal string ElementId => InputId ?? _ownId;

    internal string ErrorElementId => ErrorId ?? ElementId + "-error";

    internal string HelperElementId => HelperId ?? ElementId + "-helper";

    internal string? CurrentText { get; private protected set; }

    internal bool IsDisabled => Disabled || InDisabledForm;

    internal bool IsReadOnly => ReadOnly || InReadOnlyForm;

    internal string? DescribedBy => (HasErrors, HelperText is not null || HelperId is not null || Counter is not null) switch
    {
        (true, true) => $"{ErrorElementId} {HelperElementId}",
        (true, false) => ErrorElementId,
        (false, true) => HelperElementId,
        _ => null,
    };

    private protected ElementReference Element { get; set; }

    private protected override T? CurrentValue => Value;

    private protected override string? NameForMessages => Label;

    public virtual ValueTask FocusAsync() => Element.FocusAsync();

    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        if (_anyShown && EqualityComparer<T>.Default.Equals(_shown, Value)) return;
        _anyShown = true;
        _shown = Value;
        CurrentText = ToText(Value);
        ConversionErrorText = null;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && AutoFocus && !IsDisabled) await FocusAsync();
    }

    private protected virtual string? ToText(T? value) =>
        value is IFormattable formattable ? formattable.ToString(Format, Culture) : value?.ToString();

    private protected abstract bool TryFromText(string? text, out T? value, out string? error);

    /// <summary>The user changed the text in the browser.</summary>
    private protected async Task TextFromBrowserAsync(string? text)
    {
        CurrentText = text;
        if (!TryFromText(text, out var value, out var error))
        {
            ConversionErrorText = error;
            Touched = true;
            await ValidateValueAsync();
            return;
        }

        ConversionErrorText = null;
        await ValueFromBrowserAsync(value);
    }

    private protected Task ValueFromBrowserAsync(T? value)
    {
        var changed = !EqualityComparer<T>.Default.Equals(Value, value);
        Value = value;
        _shown = value;
        return PublishAsync(() => changed ? ValueChanged.InvokeAsync(value) : Task.CompletedTask);
    }

    private protected override Task ResetValueAsync()
    {
        Value = _shown = default;
        CurrentText = ToText(default);
        return ValueChanged.InvokeAsync(default);
    }

    private protected async Task BlurAsync(FocusEventArgs focus)
    {
        if (!Touched && Required)
        {
            Touched = true;
            await ValidateValueAsync();
        }

        await OnBlur.InvokeAsync(focus);
    }
}
