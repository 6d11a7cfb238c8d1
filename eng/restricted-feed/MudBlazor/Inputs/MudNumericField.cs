using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace MudBlazor;

/// <summary>A number, kept between <see cref="Min"/> and <see cref="Max"/>.</summary>
public class MudNumericField<T> : MudDebouncedInput<T>
{
    private bool _hasMin;
    private bool _hasMax;
    private bool _hasStep;

    [Parameter] public T? Min { get; set; }

    [Parameter] public T? Max { get; set; }

    [Parameter] public T? Step { get; set; }

    [Parameter] public bool HideSpinButtons { get; set; }

    [Parameter] public override InputMode InputMode { get; set; } = InputMode.@decimal;

    private protected override CultureInfo TextCulture => IsPlain ? CultureInfo.InvariantCulture : Culture;

    private protected override string Kind => "mud-input-number-control" + (HideSpinButtons ? " mud-input-nospin" : null);

    /// <summary>The browser's own number control speaks invariant; with a format the text is the user's.</summary>
    private bool IsPlain => Format is null && Pattern is null;

    public override Task SetParametersAsync(ParameterView parameters)
    {
        // A bound that is not given must not be taken for zero.
        _hasMin = parameters.TryGetValue<T?>(nameof(Min), out var min) && min is not null;
        _hasMax = parameters.TryGetValue<T?>(nameof(Max), out var max) && max is not null;
        _hasStep = parameters.TryGetValue<T?>(nameof(Step), out var step) && step is not null;
        return base.SetParametersAsync(parameters);
    }

    private protected override string? ToText(T? value) =>
        IsPlain ? Convert.ToString(value, CultureInfo.InvariantCulture) : base.ToText(value);

    private protected override bool TryFromText(string? text, out T? value, out string? error)
    {
        if (!base.TryFromText(text, out value, out error)) return false;
        if (value is null) return true;
        if (_hasMin && Comparer<T>.Default.Compare(value, Min) < 0) value = Min;
        if (_hasMax && Comparer<T>.Default.Compare(value, Max) > 0) value = Max;
        CurrentText = ToText(value);
        return true;
    }

    private protected override void BuildOwnAttributes(RenderTreeBuilder builder)
    {
        if (!IsPlain) return;
        builder.AddAttribute(20, "type", "number");
        if (_hasMin) builder.AddAttribute(21, "min", Convert.ToString(Min, CultureInfo.InvariantCulture));
        if (_hasMax) builder.AddAttribute(22, "max", Convert.ToString(Max, CultureInfo.InvariantCulture));
        builder.AddAttribute(23, "step", _hasStep ? Convert.ToString(Step, CultureInfo.InvariantCulture) : DefaultStep);
    }

    private static string DefaultStep =>
        Nullable.GetUnderlyingType(typeof(T)) is var inner && (inner ?? typeof(T)) is var type
        && (type == typeof(decimal) || type == typeof(double) || type == typeof(float)) ? "any" : "1";
}
