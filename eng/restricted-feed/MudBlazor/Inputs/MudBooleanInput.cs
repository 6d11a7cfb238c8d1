using Microsoft.AspNetCore.Components;
using MudBlazor.StandIn;

namespace MudBlazor;

/// <summary>A field with a small control and its text beside it.</summary>
public abstract class MudBooleanInput<T> : MudFormComponent<T?, bool?>
{
    [Parameter] public bool Disabled { get; set; }

    [Parameter] public bool ReadOnly { get; set; }

    [Parameter] public T? Value { get; set; }

    [Parameter] public EventCallback<T?> ValueChanged { get; set; }

    [Parameter] public bool StopClickPropagation { get; set; } = true;

    [Parameter] public Placement LabelPlacement { get; set; } = Placement.End;

    [Parameter] public string? Label { get; set; }

    [Parameter] public bool Ripple { get; set; } = true;

    [Parameter] public Size Size { get; set; } = Size.Medium;

    [Parameter] public Color Color { get; set; } = Color.Default;

    [Parameter] public RenderFragment? ChildContent { get; set; }

    private protected string ElementId { get; } = Css.NewId("mudbool");

    private protected string ErrorElementId => ErrorId ?? ElementId + "-error";

    private protected bool IsDisabled => Disabled || InDisabledForm;

    private protected bool IsReadOnly => ReadOnly || InReadOnlyForm;

    private protected bool IsChecked => Value is true;

    private protected override T? CurrentValue => Value;

    private protected override string? NameForMessages => Label;

    private protected string RootClasses(string kind) => Css.Of(
        "mud-input-control mud-input-control-boolean-input",
        kind,
        $"mud-input-content-placement-{LabelPlacement switch { Placement.Left => "start", Placement.Right => "end", _ => LabelPlacement.Name() }}",
        $"mud-boolean-size-{Size.Name()}",
        Css.If(IsDisabled, "mud-disabled"),
        Css.If(IsReadOnly, "mud-readonly"),
        Css.If(HasErrors, "mud-input-error"),
        Class);

    /// <summary>The theme colour of the control when it is on.</summary>
    private protected string ColorStyle => $"--mud-on:var(--mud-palette-{(Color is Color.Default or Color.Inherit ? "text-primary" : Color.Name())});"
        + $"--mud-on-text:var(--mud-palette-{(Color is Color.Default or Color.Inherit ? "surface" : Color.Name() + "-text")})";

    private protected Task ChangedAsync(ChangeEventArgs change)
    {
        if (IsReadOnly) return Task.CompletedTask;
        return SetAsync(change.Value is true);
    }

    private protected override bool HasValue(T? value) => value is true;

    private protected override Task ResetValueAsync()
    {
        Value = default;
        return ValueChanged.InvokeAsync(default);
    }

    private Task SetAsync(bool on)
    {
        Value = (T?)(object?)on;
        return PublishAsync(() => ValueChanged.InvokeAsync(Value));
    }
}
