using System.Text.Json;

namespace Dibs.Web.Components.Staff.Audit;

/// <summary>One field that an action changed, in plain words.</summary>
internal sealed record AuditChange(string Field, string Words);

/// <summary>Makes "roles: usher → engineer" of the JSON before and after.</summary>
internal static class AuditChanges
{
    /// <summary>What differs; all of it where something was made or taken away.</summary>
    public static IEnumerable<AuditChange> Of(string? before, string? after)
    {
        var (old, now) = (Fields(before), Fields(after));
        foreach (var field in old.Keys.Union(now.Keys).ToList())
        {
            var (was, has) = (old.GetValueOrDefault(field), now.GetValueOrDefault(field));
            if (was == has) continue;
            var words = (before, after) switch
            {
                (null, _) => has ?? "",
                (_, null) => $"was {was}",
                _ => $"{was ?? "nothing"} → {has ?? "nothing"}",
            };
            yield return new AuditChange(field, words);
        }
    }

    private static Dictionary<string, string> Fields(string? json)
    {
        if (json is null) return [];
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => Words(field.Value))
            : new Dictionary<string, string> { ["value"] = Words(document.RootElement) };
    }

    private static string Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "nothing",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "none" : string.Join(", ", value.EnumerateArray().Select(Words)),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(field => $"{field.Name} {Words(field.Value)}")),
        _ => value.GetRawText(),
    };
}
