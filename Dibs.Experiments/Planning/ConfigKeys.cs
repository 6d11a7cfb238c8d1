using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dibs.Experiments.Planning;

/// <summary>Takes the keys of one JSON object one by one, and notes what is wrong with each.</summary>
/// <param name="path">Put before the key in errors; empty at the top.</param>
internal sealed partial class ConfigKeys(JsonElement element, string path, List<string> errors)
{
    private readonly HashSet<string> _known = [];

    public bool Has(string key) => Find(key) is not null;

    public double Number(string key, double otherwise, double least, double most) =>
        Numbers(key, [otherwise], least, most, list: false)[0];

    public long Whole(string key, long otherwise, long least, long most) =>
        (long)Numbers(key, [otherwise], least, most, list: false, whole: true)[0];

    public bool Truth(string key, bool otherwise)
    {
        if (Find(key) is not { } value) return otherwise;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse(key, "true or false", value);
        return otherwise;
    }

    public string Text(string key, string otherwise, IReadOnlyList<string> allowed) =>
        Texts(key, [otherwise], allowed, list: false)[0];

    /// <summary>A name for folders and tables.</summary>
    public string Name(string key, string otherwise)
    {
        var value = Find(key);
        var name = value is { ValueKind: JsonValueKind.String } text ? text.GetString()! : value is null ? otherwise
            : "";
        if (!AllowedName().IsMatch(name)) Refuse(key, "1 to 40 letters, digits, '-', '_' and '.'", value);
        return name;
    }

    public IReadOnlyList<double> Numbers(
        string key, IReadOnlyList<double> otherwise, double least, double most, bool list = true, bool whole = false)
    {
        var allowed = FormattableString.Invariant($"{(whole ? "a whole number" : "a number")} from {least} to {most}");
        return Take(key, otherwise, list, allowed, value =>
            value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number
                && number >= least && number <= most && (!whole || number == Math.Floor(number))
                ? (true, number) : (false, otherwise[0]));
    }

    public IReadOnlyList<string> Texts(
        string key, IReadOnlyList<string> otherwise, IReadOnlyList<string> allowed, bool list = true) =>
        Take(key, otherwise, list, string.Join(", ", allowed), value =>
            value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString()!)
                ? (true, value.GetString()!) : (false, otherwise[0]));

    /// <summary>Values that are written as text or number; <paramref name="parse"/> gives the value or what is allowed.</summary>
    public IReadOnlyList<T> Values<T>(
        string key, IReadOnlyList<string> otherwise, Func<string, (T? Value, string Allowed)> parse)
        where T : class
    {
        var fallback = otherwise.Select(text => parse(text).Value!).ToList();
        return Take(key, fallback, true, parse("").Allowed, value =>
        {
            var text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
                _ => "",
            };
            return parse(text).Value is { } parsed ? (true, parsed) : (false, fallback[0]);
        });
    }

    public IReadOnlyList<T> Objects<T>(string key, T? otherwise, Func<JsonElement, string, T> read)
        where T : class
    {
        if (Find(key) is not { } value) return otherwise is null ? [] : [otherwise];
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().Select((one, i) => read(one, $"{path}{key}[{i}]."))];
        Refuse(key, "a list of objects", value);
        return [];
    }

    /// <summary>Notes the keys that nobody took.</summary>
    public void RefuseOthers()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{(path.Length == 0 ? "the config" : path.TrimEnd('.'))} must be an object.");
            return;
        }

        foreach (var other in element.EnumerateObject().Where(property => !_known.Contains(property.Name)))
            errors.Add($"There is no key {path}{other.Name}. There are: {string.Join(", ", _known)}.");
    }

    private List<T> Take<T>(
        string key, IReadOnlyList<T> otherwise, bool list, string allowed, Func<JsonElement,
            (bool Good, T Value)> parse)
    {
        if (Find(key) is not { } value) return [.. otherwise];
        JsonElement[] all = list && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (all.Length == 0) Refuse(key, $"at least one: {allowed}", value);
        var parsed = all.Select(one => (Element: one, Result: parse(one))).ToList();
        foreach (var bad in parsed.Where(one => !one.Result.Good)) Refuse(key, allowed, bad.Element);
        var values = parsed.Select(one => one.Result.Value).Distinct().ToList();
        return values.Count > 0 ? values : [.. otherwise];
    }

    private JsonElement? Find(string key)
    {
        _known.Add(key);
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) ? value : null;
    }

    private void Refuse(string key, string allowed, JsonElement? value) =>
        errors.Add($"{path}{key} must be {allowed}, not {(value is { } given ? given.GetRawText() : "left out")}.");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
    private static partial Regex AllowedName();
}
