using System.Globalization;
using System.Resources;

namespace Dibs.Domain.Languages;

/// <summary>
/// Texts in one language. The English text is the key to the others, so code says what people read, and what nobody has
/// translated yet is English rather than nothing. The language is told, not taken from the thread: a page is also drawn when
/// somebody else's seat changes, and mails are written when nobody asks.
/// </summary>
/// <param name="translations">Resources with a text for each English one, for all languages but that.</param>
public class Texts(Language language, ResourceManager translations)
{
    private readonly ResourceSet? _translations = language == Language.English
        ? null
        : translations.GetResourceSet(CultureInfo.GetCultureInfo(language.Code), createIfNotExists: true, tryParents: false);

    public Language Language => language;

    public string this[string english] => _translations?.GetString(english) ?? english;

    /// <param name="english">With places for the values: "Row {0}, seat {1}".</param>
    public string this[string english, params object?[] values] => string.Format(language.Culture, this[english], values);

    /// <summary>A text with a number in it, in the form that the number wants.</summary>
    /// <param name="forms">"{0} seat|{0} seats": one form for each that the language has. {0} is the number.</param>
    /// <param name="more">For {1} and on.</param>
    public string Count(string forms, int count, params object?[] more)
    {
        var translated = _translations?.GetString(forms);
        var form = (translated is null ? Language.English : language).FormOf(count);
        return string.Format(language.Culture, (translated ?? forms).Split('|')[form], [count, .. more]);
    }
}
