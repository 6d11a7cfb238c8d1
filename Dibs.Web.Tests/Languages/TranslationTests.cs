using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Dibs.Web.Tests.Languages;

/// <summary>Every text of the sources has a translation, and every translation is of a text of the sources.</summary>
public sealed partial class TranslationTests
{
    private static readonly string Repository = FindRepository();

    [Theory]
    [InlineData("Dibs.Web/Languages/PageTexts.pl.resx", "Dibs.Web/Components")]
    [InlineData("Dibs.Domain/Languages/PaperTexts.pl.resx", "Dibs.Domain/Languages", "Dibs.Domain/Tickets", "Dibs.Infrastructure/Tickets", "Dibs.Infrastructure/Mail")]
    public void Texts_OfTheSources_AreAllTranslated(string resource, params string[] folders)
    {
        var translations = TranslationsOf(resource);
        var texts = AskedIn(SourcesIn(folders));
        Assert.True(texts.Count > 10, "No texts were found: has the way to ask for them changed?");
        Assert.Equal([], texts.Where(text => !translations.ContainsKey(text)));
    }

    [Theory]
    [InlineData("Dibs.Web/Languages/PageTexts.pl.resx")]
    [InlineData("Dibs.Domain/Languages/PaperTexts.pl.resx")]
    public void Translations_OfTextsThatAreNoMore_AreGone(string resource)
    {
        var sources = SourcesIn("Dibs.Web", "Dibs.Domain", "Dibs.Infrastructure").ToList();
        var asked = AskedIn(sources);
        // What the rules of the domain say is asked for by what they say.
        Assert.Equal([], TranslationsOf(resource).Keys.Where(text =>
            !asked.Contains(text) && !sources.Any(source => source.Contains($"\"{text}\"", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("Dibs.Web/Languages/PageTexts.pl.resx")]
    [InlineData("Dibs.Domain/Languages/PaperTexts.pl.resx")]
    public void Translations_WithValuesAndForms_HaveThemToo(string resource)
    {
        foreach (var (english, polish) in TranslationsOf(resource))
        {
            Assert.NotEqual("", polish.Trim());
            Assert.True(PlacesIn(english).SetEquals(PlacesIn(polish)), $"'{english}' and '{polish}' have other values.");
            var forms = english.Split('|').Length;
            Assert.True(polish.Split('|').Length == (forms == 1 ? 1 : 3), $"'{polish}' does not have the forms that it needs.");
        }
    }

    private static HashSet<string> AskedIn(IEnumerable<string> sources) =>
        [.. sources.SelectMany(source => Asked().Matches(source)).Select(match => Joined(match.Groups["text"].Value))];

    private static HashSet<string> PlacesIn(string text) => [.. Places().Matches(text).Select(match => match.Value)];

    private static Dictionary<string, string> TranslationsOf(string resource) => XDocument.Load(Path.Combine(Repository, resource))
        .Root!.Elements("data").ToDictionary(entry => entry.Attribute("name")!.Value, entry => entry.Element("value")!.Value);

    private static IEnumerable<string> SourcesIn(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository, folder), "*", SearchOption.AllDirectories))
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .Select(File.ReadAllText);

    /// <summary>Literals that are put together by plus are one text.</summary>
    private static string Joined(string literals) => string.Concat(
        Literal().Matches(literals).Select(match => match.Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal)));

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Dibs.sln"))) folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex("""(?:(?:[Ww]ords|texts|this)\[\s*|(?:[Ww]ords\.|[^.\w])Count\(\s*)(?<text>(?:"(?:[^"\\]|\\.)*"\s*\+?\s*)+)""")]
    private static partial Regex Asked();

    [GeneratedRegex("""
        "((?:[^"\\]|\\.)*)"
        """)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Places();
}
