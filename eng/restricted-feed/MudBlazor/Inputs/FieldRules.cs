using System.ComponentModel.DataAnnotations;

namespace MudBlazor.StandIn;

/// <summary>Runs what the <c>Validation</c> parameter may hold: a function in one of its shapes, or an attribute.</summary>
internal static class FieldRules
{
    public static async Task<IEnumerable<string>> RunAsync<T>(object? rule, T? value, string label) => rule switch
    {
        null => [],
        ValidationAttribute attribute => OfAttribute(attribute, value, label),
        Func<T?, string?> text => One(text(value)),
        Func<T?, IEnumerable<string>> texts => texts(value).Where(NotEmpty),
        Func<T?, bool> valid => valid(value) ? [] : ["Invalid"],
        Func<T?, Task<string?>> text => One(await text(value)),
        Func<T?, Task<IEnumerable<string>>> texts => (await texts(value)).Where(NotEmpty),
        Func<T?, Task<bool>> valid => await valid(value) ? [] : ["Invalid"],
        _ => throw new NotSupportedException($"Validation by {rule.GetType()} is not covered by the stand-in."),
    };

    public static IEnumerable<string> OfAttribute(ValidationAttribute attribute, object? value, string label)
    {
        var context = new ValidationContext(value ?? label) { DisplayName = label };
        return attribute.GetValidationResult(value, context) is { } result ? One(result.ErrorMessage ?? "Invalid") : [];
    }

    private static IEnumerable<string> One(string? text) => NotEmpty(text) ? [text!] : [];

    private static bool NotEmpty(string? text) => !string.IsNullOrEmpty(text);
}
