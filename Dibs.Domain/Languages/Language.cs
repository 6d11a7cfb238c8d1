using System.Globalization;

namespace Dibs.Domain.Languages;

/// <summary>A language in which customers are spoken to.</summary>
public sealed class Language
{
    private readonly Func<int, int> _formOf;

    private Language(string code, string name, string culture, Func<int, int> formOf)
    {
        (Code, Name, _formOf) = (code, name, formOf);
        Culture = CultureInfo.GetCultureInfo(culture);
    }

    public static Language English { get; } = new("en", "English", "en-GB", count => count == 1 ? 0 : 1);

    public static Language Polish { get; } = new("pl", "Polski", "pl-PL", PolishFormOf);

    /// <summary>The first is for those who have none of them.</summary>
    public static IReadOnlyList<Language> All { get; } = [English, Polish];

    /// <summary>ISO 639-1, two small letters; also what the <c>lang</c> of a page says.</summary>
    public string Code { get; }

    /// <summary>As those who speak it say.</summary>
    public string Name { get; }

    /// <summary>How it writes dates and numbers.</summary>
    public CultureInfo Culture { get; }

    /// <summary>The language of that code; null where it is not one of ours.</summary>
    public static Language? Find(string? code) => All.FirstOrDefault(language => language.Code == code);

    /// <summary>The language of that code, and English where it is not one of ours.</summary>
    public static Language Of(string? code) => Find(code) ?? English;

    /// <summary>Which form of a noun stands with a number: English has two, Polish three.</summary>
    public int FormOf(int count) => _formOf(count);

    // 1 miejsce; 2, 3, 4, 22 miejsca; 0, 5, 12, 21 miejsc.
    private static int PolishFormOf(int count) => (count, count % 10, count % 100) switch
    {
        (1, _, _) => 0,
        (_, >= 2 and <= 4, < 12 or > 14) => 1,
        _ => 2,
    };
}
