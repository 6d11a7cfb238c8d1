using Dibs.Domain.Languages;
using Dibs.Web.Languages;
using Microsoft.AspNetCore.Http;

namespace Dibs.Web.Tests.Languages;

public sealed class LanguageChoiceTests
{
    [Theory]
    [InlineData(null, null, "en")]
    [InlineData(null, "pl", "pl")]
    [InlineData(null, "pl-PL,pl;q=0.9,en;q=0.8", "pl")]
    [InlineData(null, "en;q=0.5,pl;q=0.7", "pl")]
    [InlineData(null, "fr,de;q=0.9,*;q=0.1", "en")]
    [InlineData(null, "de,pl;q=0.1", "pl")]
    [InlineData(null, ";;;=nonsense", "en")]
    [InlineData("pl", "en-GB", "pl")]
    [InlineData("en", "pl", "en")]
    [InlineData("xx", "pl", "pl")]
    public void Of_Request_IsWhatWasChosenElseWhatTheBrowserAsksFor(string? cookie, string? browser, string code)
    {
        var request = new DefaultHttpContext().Request;
        if (cookie is not null) request.Headers.Cookie = $"{LanguageChoice.Cookie}={cookie}";
        if (browser is not null) request.Headers.AcceptLanguage = browser;
        Assert.Equal(code, LanguageChoice.Of(request).Code);
    }

    [Fact]
    public void All_Languages_HaveCodesOfTheirOwn() =>
        Assert.Equal(Language.All.Count, Language.All.Select(language => language.Code).Distinct().Count());
}
