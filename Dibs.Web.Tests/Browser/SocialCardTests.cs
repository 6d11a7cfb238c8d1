namespace Dibs.Web.Tests.Browser;

/// <summary>What a messenger or a search engine reads of a page: the HTML alone.</summary>
public sealed class SocialCardTests(BrowserFixture browser) : BrowserTest(browser)
{
    [Fact]
    public async Task Hall_AsOthersReadIt_HasTitlePictureAndTheirLanguage()
    {
        using var http = new HttpClient { BaseAddress = Browser.Address };
        http.DefaultRequestHeaders.Add("Accept-Language", "pl");
        var html = await http.GetStringAsync(new Uri($"/screenings/{await Browser.BigHallAsync()}", UriKind.Relative));
        Assert.Contains("<html lang=\"pl\">", html, StringComparison.Ordinal);
        Assert.Matches("<meta property=\"og:title\" content=\"[^\"]{5,}\"", html);
        Assert.Matches("<meta property=\"og:description\" content=\"[^\"]{5,}\"", html);
        var picture = System.Text.RegularExpressions.Regex.Match(html, "<meta property=\"og:image\" content=\"([^\"]*)\"").Groups[1].Value;
        using var answer = await http.GetAsync(new Uri(picture, UriKind.Absolute));
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
    }
}
