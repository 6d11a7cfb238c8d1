using Dibs.Domain.Languages;
using Dibs.Domain.Screenings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Components.Shared;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Screenings;

public sealed class HallSeatsTests
{
    private readonly HallSeats _hall = new(Sample.Screening, SeatStates.Of(Sample.Plan, []), Words.In(Language.English));

    [Theory]
    [InlineData(SeatState.Held, SeatMark.Held)]
    [InlineData(SeatState.Booked, SeatMark.Sold)]
    [InlineData(SeatState.Blocked, SeatMark.Blocked)]
    [InlineData(SeatState.Free, SeatMark.Free)]
    public void MarkOf_SeatOfOthers_FollowsItsState(SeatState state, SeatMark mark)
    {
        Take(new SeatStatus("A4", state, null, 1));
        Assert.Equal(mark, MarkOf("A4"));
    }

    [Fact]
    public void MarkOf_SeatOfMyHold_IsMineUntilItExpiresAndThenFree()
    {
        var hold = Sample.Hold(TimeSpan.FromMinutes(5), "A4");
        Take(new SeatStatus("A4", SeatState.Held, hold.Id, 1));
        _hall.Take(hold, hasExpired: false);
        Assert.Equal(SeatMark.Mine, MarkOf("A4"));
        _hall.Take(hold, hasExpired: true);
        Assert.Equal(SeatMark.Free, MarkOf("A4"));
    }

    [Fact]
    public void MarkOf_SeatThatILetGo_IsFreeUntilThereIsNewerNewsOfIt()
    {
        var hold = Sample.Hold(TimeSpan.FromMinutes(5), "A4");
        _hall.Take(hold, hasExpired: false);
        Take(new SeatStatus("A4", SeatState.Held, hold.Id, 3));
        _hall.Take(null, hasExpired: false);
        Assert.Equal(SeatMark.Free, MarkOf("A4"));
        _hall.Take(_hall.States.With([new SeatChange(7, "A4", SeatState.Free, 4)]));
        _hall.Take(_hall.States.With([new SeatChange(7, "A4", SeatState.Held, 5)]));
        Assert.Equal(SeatMark.Held, MarkOf("A4"));
    }

    [Fact]
    public void MarkOf_SeatThatWasRefused_IsHeldUntilThereIsNewerNewsOfIt()
    {
        _hall.Lose(["A4"]);
        Assert.Equal(SeatMark.Held, MarkOf("A4"));
        _hall.Take(_hall.States.With([new SeatChange(7, "A4", SeatState.Booked, 1)]));
        Assert.Equal(SeatMark.Sold, MarkOf("A4"));
    }

    [Fact]
    public void Take_SameStates_IsNothingNew()
    {
        Assert.False(_hall.Take(_hall.States));
        Assert.True(_hall.Take(_hall.States.With([new SeatChange(7, "A4", SeatState.Booked, 1)])));
    }

    [Fact]
    public void DiffersFromHold_OtherTabLetOneGo_IsTrue()
    {
        var hold = Sample.Hold(TimeSpan.FromMinutes(5), "A4", "A5");
        _hall.Take(hold, hasExpired: false);
        Take(new SeatStatus("A4", SeatState.Held, hold.Id, 1), new SeatStatus("A5", SeatState.Held, hold.Id, 1));
        Assert.False(_hall.DiffersFromHold());
        Take(new SeatStatus("A4", SeatState.Held, hold.Id, 1));
        Assert.True(_hall.DiffersFromHold());
    }

    private void Take(params SeatStatus[] touched) => _hall.Take(SeatStates.Of(Sample.Plan, touched));

    private SeatMark MarkOf(string seat) => _hall.MarkOf(Sample.Plan.Find(seat)!);
}
