using System.Globalization;

namespace MudBlazor.StandIn;

/// <summary>Puts class lists, style lists and DOM ids together.</summary>
internal static class Css
{
    public static string Of(string first, params ReadOnlySpan<string?> more)
    {
        var result = first;
        foreach (var part in more)
        {
            if (!string.IsNullOrWhiteSpace(part)) result += " " + part;
        }

        return result;
    }

    public static string? If(bool on, string? name) => on ? name : null;

    /// <summary>An enum member as it stands in a class name: <c>Color.Primary</c> is <c>primary</c>.</summary>
    public static string Name(this Enum value) => value.ToString().ToLowerInvariant();

    public static string? Styles(string? own, params ReadOnlySpan<(string Property, string? Value)> more)
    {
        var result = "";
        foreach (var (property, value) in more)
        {
            if (!string.IsNullOrEmpty(value)) result += $"{property}:{value};";
        }

        result += own;
        return result.Length == 0 ? null : result;
    }

    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    public static string NewId(string prefix) => prefix + "-" + Guid.NewGuid().ToString("N")[..8];
}
