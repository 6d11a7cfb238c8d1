using Dibs.Domain.Languages;
using Dibs.Domain.Pricing;

namespace Dibs.Domain.Tests.Languages;

public sealed class LanguageTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(12, 2)]
    [InlineData(14, 2)]
    [InlineData(21, 2)]
    [InlineData(22, 1)]
    [InlineData(112, 2)]
    [InlineData(122, 1)]
    public void Polish_Number_TakesItsForm(int count, int form) => Assert.Equal(form, Language.Polish.FormOf(count));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void English_Number_TakesItsForm(int count, int form) => Assert.Equal(form, Language.English.FormOf(count));

    [Fact]
    public void Of_CodeThatIsNotKnown_IsEnglish() => Assert.Equal(
        [Language.Polish, Language.English, Language.English], ((string?[])["pl", "xx", null]).Select(Language.Of));

    [Fact]
    public void Texts_InPolish_AreTranslatedWithTheirValues()
    {
        var texts = PaperTexts.In(Language.Polish);
        Assert.Equal("Rząd C, miejsce 7", texts["Row {0}, seat {1}", "C", "7"]);
        Assert.Equal("38,50 PLN", texts.Of(new Money(38.5m, "PLN")));
        Assert.Equal("Normalny", texts.Of(TicketType.Adult));
    }

    [Fact]
    public void Texts_NotTranslatedYet_AreEnglish()
    {
        var texts = PaperTexts.In(Language.Polish);
        Assert.Equal("No such text", texts["No such text"]);
        Assert.Equal("5 such", texts.Count("one|{0} such", 5));
    }
}
