using Bunit;
using Dibs.Web.Components.Shared;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Shared;

public sealed class CountdownTests : PageTest
{
    [Fact]
    public void Countdown_SecondBySecond_CountsFromWhatTheServerSaid()
    {
        var countdown = Draw(TimeSpan.FromSeconds(125));
        Assert.Equal("2:05", countdown.Find("[role=timer]").TextContent);
        Clock.Advance(TimeSpan.FromSeconds(6));
        countdown.WaitForAssertion(() => Assert.Equal("1:59", countdown.Find("[role=timer]").TextContent));
    }

    [Fact]
    public void Countdown_AtItsTurns_TellsThePageTwice()
    {
        var turns = 0;
        var countdown = Draw(TimeSpan.FromSeconds(63), () => turns++);
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, turns);
        Clock.Advance(TimeSpan.FromSeconds(2));
        countdown.WaitForAssertion(() => Assert.Equal(1, turns));
        Clock.Advance(TimeSpan.FromSeconds(60));
        countdown.WaitForAssertion(() => Assert.Equal(2, turns));
        Assert.Equal("0:00", countdown.Find("[role=timer]").TextContent);
    }

    [Fact]
    public void Countdown_TickComesLate_StillTurns()
    {
        var turns = 0;
        var countdown = Draw(TimeSpan.FromSeconds(63), () => turns++);
        Clock.Jump(TimeSpan.FromSeconds(20));
        countdown.WaitForAssertion(() => Assert.Equal(1, turns));
    }

    [Fact]
    public void Countdown_Warning_IsLongerThanPromised() => Assert.True(Countdown.Warning >= TimeSpan.FromSeconds(45));

    private IRenderedComponent<Countdown> Draw(TimeSpan left, Action? onTurn = null) => Render<Countdown>(parameters => parameters
        .Add(countdown => countdown.Time, new TimeLeft(left, Clock.GetTimestamp()))
        .Add(countdown => countdown.OnTurn, onTurn ?? (() => { })));
}
