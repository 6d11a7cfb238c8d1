using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dibs.Experiments.Planning;

/// <summary>Puts options of the command line in place of keys of a config; the reader judges what they are.</summary>
internal static class ConfigOverrides
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="overrides">Key and value; several values with commas.</param>
    /// <returns>The text itself where there are none.</returns>
    /// <exception cref="ConfigException">It is no JSON object.</exception>
    public static string Apply(string json, IReadOnlyDictionary<string, string> overrides)
    {
        if (overrides.Count == 0) return json;
        try
        {
            var root = JsonNode.Parse(json, documentOptions: new()
            {
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip
            })!.AsObject();
            foreach (var (key, value) in overrides)
            {
                var parts = value.Split(',', StringSplitOptions.TrimEntries).Select(ValueOf).ToArray();
                root[key] = parts.Length == 1 ? parts[0] : new JsonArray(parts);
            }

            return root.ToJsonString(Indented);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new ConfigException([$"This is not a JSON object: {exception.Message}"]);
        }
    }

    private static JsonNode? ValueOf(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number) : JsonValue.Create(text);
}
