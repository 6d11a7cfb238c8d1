namespace Dibs.Experiments.Planning;

/// <summary>The configs that come with the tool: Planning/Presets, one file each.</summary>
internal static class Presets
{
    private const string Prefix = "preset-";

    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(Presets).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>The config's text; null where there is no such preset.</summary>
    public static string? Find(string name)
    {
        using var stream = typeof(Presets).Assembly.GetManifestResourceStream(Prefix + name);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
