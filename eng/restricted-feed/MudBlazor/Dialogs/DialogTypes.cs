using System.Collections;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Components;

namespace MudBlazor;

/// <summary>How a dialog looks and how it may be left. A null is the default.</summary>
public record DialogOptions
{
    public DialogPosition? Position { get; init; }

    public MaxWidth? MaxWidth { get; init; }

    public bool? BackdropClick { get; init; }

    public bool? CloseOnEscapeKey { get; init; }

    public bool? NoHeader { get; init; }

    public bool? CloseButton { get; init; }

    public bool? FullScreen { get; init; }

    public bool? FullWidth { get; init; }

    public string? BackgroundClass { get; init; }
}

/// <summary>What the user did: a value, or canceled.</summary>
public class DialogResult
{
    protected internal DialogResult(object? data, Type? resultType, bool canceled)
    {
        Data = data;
        DataType = resultType;
        Canceled = canceled;
    }

    public object? Data { get; }

    public Type? DataType { get; }

    public bool Canceled { get; }

    public static DialogResult Ok<T>(T result) => Ok(result, default);

    public static DialogResult Ok<T>(T result, Type? dialogType) => new(result, dialogType ?? typeof(T), false);

    public static DialogResult Cancel() => new(null, typeof(object), true);
}

/// <summary>Values for the parameters of the component in a dialog.</summary>
public class DialogParameters : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly Dictionary<string, object?> _values = [];

    public int Count => _values.Count;

    public object? this[string parameterName]
    {
        get => Get<object?>(parameterName);
        set => _values[parameterName] = value;
    }

    public void Add(string parameterName, object? value) => _values[parameterName] = value;

    public T? Get<T>(string parameterName) => _values.TryGetValue(parameterName, out var value)
        ? (T?)value
        : throw new KeyNotFoundException($"{parameterName} does not exist in Dialog parameters");

    public T? TryGet<T>(string parameterName) => _values.TryGetValue(parameterName, out var value) ? (T?)value : default;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The same, with the parameters named by <c>x =&gt; x.Name</c>.</summary>
public class DialogParameters<T> : DialogParameters
{
    public void Add<TParam>(Expression<Func<T, TParam>> propertyExpression, TParam value)
    {
        ArgumentNullException.ThrowIfNull(propertyExpression);
        if (propertyExpression.Body is not MemberExpression member)
            throw new ArgumentException($"{propertyExpression} does not name a parameter.", nameof(propertyExpression));
        Add(member.Member.Name, value);
    }
}

/// <summary>A dialog as its opener sees it.</summary>
public interface IDialogReference
{
    Guid Id { get; }

    RenderFragment? RenderFragment { get; set; }

    /// <summary>Ends when the dialog is left. Null if it was closed without a result.</summary>
    Task<DialogResult?> Result { get; }

    object? Dialog { get; }

    void Close();

    void Close(DialogResult? result);

    bool Dismiss(DialogResult? result);

    Task<T?> GetReturnValueAsync<T>();
}

/// <summary>A dialog as the component in it sees it, by a cascading parameter.</summary>
public interface IMudDialogInstance
{
    Guid Id { get; }

    string ElementId { get; }

    DialogOptions Options { get; }

    string? Title { get; }

    Task SetOptionsAsync(DialogOptions options);

    Task SetTitleAsync(string? title);

    void Close();

    void Close(DialogResult dialogResult);

    void Close<T>(T returnValue);

    void Cancel();

    void CancelAll();

    void StateHasChanged();
}
