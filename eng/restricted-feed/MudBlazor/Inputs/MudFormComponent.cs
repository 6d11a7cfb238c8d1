using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using MudBlazor.StandIn;

namespace MudBlazor;

/// <summary>A field that can be required, checked, and be part of a <see cref="MudForm"/> or an <c>EditForm</c>.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <typeparam name="U">What the browser's control deals in.</typeparam>
public abstract class MudFormComponent<T, U> : MudComponentBase, IFormField, IDisposable
{
    private EditContext? _watched;
    private FieldIdentifier? _field;

    [CascadingParameter] internal MudForm? Form { get; set; }

    [CascadingParameter] private EditContext? EditContext { get; set; }

    [Parameter] public bool Required { get; set; }

    [Parameter] public string RequiredError { get; set; } = "Required";

    [Parameter] public string? ErrorText { get; set; }

    [Parameter] public bool Error { get; set; }

    [Parameter] public string? ErrorId { get; set; }

    [Parameter] public CultureInfo Culture { get; set; } = CultureInfo.CurrentUICulture;

    /// <summary>A <c>Func&lt;T, string?&gt;</c> (null is valid), another of the usual shapes, or a validation attribute.</summary>
    [Parameter] public object? Validation { get; set; }

    [Parameter] public Expression<Func<T>>? For { get; set; }

    public bool Touched { get; protected set; }

    public List<string> ValidationErrors { get; set; } = [];

    public bool HasErrors => Error || ConversionErrorText is not null || ValidationErrors.Count > 0;

    private protected string? ConversionErrorText { get; set; }

    private protected abstract T? CurrentValue { get; }

    private protected abstract string? NameForMessages { get; }

    private protected bool InDisabledForm => Form?.Disabled == true;

    private protected bool InReadOnlyForm => Form?.ReadOnly == true;

    public string? GetErrorText() =>
        !string.IsNullOrWhiteSpace(ErrorText) && Error ? ErrorText : ConversionErrorText ?? ValidationErrors.FirstOrDefault() ?? ErrorText;

    public Task Validate()
    {
        Touched = true;
        return ValidateValueAsync();
    }

    public async Task ResetAsync()
    {
        await ResetValueAsync();
        Touched = false;
        ResetValidation();
    }

    public void ResetValidation()
    {
        ValidationErrors.Clear();
        ConversionErrorText = null;
        StateHasChanged();
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Form?.Remove(this);
        if (_watched is not null) _watched.OnValidationStateChanged -= ReadEditContext;
    }

    protected override void OnInitialized() => Form?.Add(this);

    protected override void OnParametersSet()
    {
        if (For is not null) _field = FieldIdentifier.Create(For);
        if (ReferenceEquals(_watched, EditContext)) return;
        if (_watched is not null) _watched.OnValidationStateChanged -= ReadEditContext;
        _watched = EditContext;
        if (_watched is not null) _watched.OnValidationStateChanged += ReadEditContext;
    }

    /// <summary>Tells the owner, the form and the edit context that the user changed the value.</summary>
    private protected async Task PublishAsync(Func<Task> publish)
    {
        Touched = true;
        await publish();
        await ValidateValueAsync();
        if (EditContext is not null && _field is { } field) EditContext.NotifyFieldChanged(field);
    }

    private protected async Task ValidateValueAsync()
    {
        var value = CurrentValue;
        var errors = new List<string>();
        if (ConversionErrorText is null)
        {
            if (Required && !HasValue(value)) errors.Add(RequiredError);
            else
            {
                errors.AddRange(await FieldRules.RunAsync(Validation, value, NameForMessages ?? "Value"));
                errors.AddRange(AttributesOfFor().SelectMany(rule => FieldRules.OfAttribute(rule, value, NameForMessages ?? "Value")));
            }
        }

        ValidationErrors = errors;
        if (Form is not null) await Form.EvaluateAsync();
        StateHasChanged();
    }

    private protected virtual bool HasValue(T? value) => value is string text ? !string.IsNullOrWhiteSpace(text) : value is not null;

    private protected abstract Task ResetValueAsync();

    private IEnumerable<ValidationAttribute> AttributesOfFor() =>
        For?.Body is MemberExpression { Member: var member } ? member.GetCustomAttributes<ValidationAttribute>(inherit: true) : [];

    private void ReadEditContext(object? sender, ValidationStateChangedEventArgs args)
    {
        if (_watched is null || _field is not { } field) return;
        ValidationErrors = [.. _watched.GetValidationMessages(field)];
        InvokeAsync(StateHasChanged);
    }
}
