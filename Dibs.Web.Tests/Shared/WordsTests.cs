using Dibs.Domain.Languages;
using Dibs.Domain.Pricing;
using Dibs.Web.Components.Shared;

namespace Dibs.Web.Tests.Shared;

public sealed class WordsTests
{
    [Theory]
    [InlineData("C7", "C7")]
    [InlineData("C7,C8", "C7 and C8")]
    [InlineData("C7,C8,D1", "C7, C8 and D1")]
    public void List_OfSeats_ReadsAsASentence(string seats, string text) => Assert.Equal(text, Words.In(Language.English).List(seats.Split(',')));

    [Fact]
    public void StartOf_DayOfTheClockChange_IsMidnightThere()
    {
        // 29 March 2026: Warsaw goes from +1 to +2 at two o'clock.
        Assert.Equal(new DateTimeOffset(2026, 3, 28, 23, 0, 0, TimeSpan.Zero), Words.StartOf(new DateOnly(2026, 3, 29), "Europe/Warsaw"));
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 22, 0, 0, TimeSpan.Zero), Words.StartOf(new DateOnly(2026, 3, 30), "Europe/Warsaw"));
    }

    [Theory]
    [InlineData(600, "10:00")]
    [InlineData(59.2, "1:00")]
    [InlineData(0.1, "0:01")]
    [InlineData(-5, "0:00")]
    public void Countdown_AnyTime_IsMinutesAndSeconds(double seconds, string text) =>
        Assert.Equal(text, Words.Countdown(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void TicketTypes_ThroughTheAddress_StayTheSame()
    {
        var types = TicketTypes.AllAdults.With("C7", TicketType.Child).With("C8", TicketType.Child).With("D1", TicketType.Senior).With("D2", TicketType.Adult);
        Assert.Equal("?child=C7,C8&senior=D1", types.ToQuery());
        var again = TicketTypes.Parse(types.ToQuery());
        Assert.Equal(types.For(["C7", "C8", "D1", "D2"]), again.For(["C7", "C8", "D1", "D2"]));
        Assert.Equal("", TicketTypes.Parse("?view=list").ToQuery());
    }

    [Fact]
    public void Poster_SameTitle_IsTheSamePoster()
    {
        Assert.Equal(PosterArt.Draw("Low Water"), PosterArt.Draw("Low Water"));
        Assert.NotEqual(PosterArt.Draw("Low Water"), PosterArt.Draw("High Water"));
    }

    [Fact]
    public void Poster_TitleWithMarkup_IsText() => Assert.DoesNotContain("<script", PosterArt.Draw("<script>alert(1)</script>"), StringComparison.OrdinalIgnoreCase);
}
