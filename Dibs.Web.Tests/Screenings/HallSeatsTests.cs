using Dibs.Domain.Screenings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Screenings;

public sealed class HallSeatsTests
{
    private readonly HallSeats _hall = new(Sample.Screening);

    [Theory]
    [InlineData(SeatState.Held, SeatMark.Held)]
    [InlineData(SeatState.Booked, SeatMark.Sold)]
    [InlineData(SeatState.Blocked, SeatMark.Blocked)]
    [InlineData(SeatState.Free, SeatMark.Free)]
    public void MarkOf_SeatOfOthers_FollowsItsState(SeatState state, SeatMark mark)
    {
        _hall.Take([new SeatStatus("A4", state, null, 1)]);
        Assert.Equal(mark, MarkOf("A4"));
    }

    [Fact]
    public void MarkOf_SeatOfMyHold_IsMineUntilItExpiresAndThenFree()
    {
        var hold = Sample.Hold(TimeSpan.FromMinutes(5), "A4");
        _hall.Take([new SeatStatus("A4", SeatState.Held, hold.Id, 1)]);
        _hall.Take(hold, hasExpired: false);
        Assert.Equal(SeatMark.Mine, MarkOf("A4"));
        _hall.Take(hold, hasExpired: true);
        Assert.Equal(SeatMark.Free, MarkOf("A4"));
    }

    [Fact]
    public void Take_OlderChange_IsDropped()
    {
        Assert.True(_hall.Take(new SeatChange(7, "A4", SeatState.Booked, 5)));
        Assert.False(_hall.Take(new SeatChange(7, "A4", SeatState.Held, 4)));
        Assert.Equal(SeatMark.Sold, MarkOf("A4"));
    }

    [Fact]
    public void Take_SameHallAgain_ChangesNothing()
    {
        Assert.True(_hall.Take([new SeatStatus("A4", SeatState.Booked, null, 1)]));
        Assert.False(_hall.Take([new SeatStatus("A4", SeatState.Booked, null, 1)]));
    }

    [Fact]
    public void DiffersFromHold_OtherTabLetOneGo_IsTrue()
    {
        var hold = Sample.Hold(TimeSpan.FromMinutes(5), "A4", "A5");
        _hall.Take(hold, hasExpired: false);
        _hall.Take([new SeatStatus("A4", SeatState.Held, hold.Id, 1), new SeatStatus("A5", SeatState.Held, hold.Id, 1)]);
        Assert.False(_hall.DiffersFromHold());
        _hall.Take([new SeatStatus("A4", SeatState.Held, hold.Id, 1)]);
        Assert.True(_hall.DiffersFromHold());
    }

    private SeatMark MarkOf(string seat) => _hall.MarkOf(Sample.Plan.Find(seat)!);
}
