using Dibs.Domain.Screenings;
using Dibs.Web.Components.Screenings;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Screenings;

public sealed class SeatStatesTests
{
    private static readonly int A4 = Sample.Plan.IndexOf("A4");

    [Fact]
    public void With_OlderChange_IsItself()
    {
        var states = States(new SeatStatus("A4", SeatState.Booked, null, 5));
        Assert.Same(states, states.With([new SeatChange(7, "A4", SeatState.Held, 4), new SeatChange(7, "A4", SeatState.Free, 5)]));
    }

    [Fact]
    public void With_NewerChange_LeavesTheOldStatesAsTheyWere()
    {
        var states = States();
        var next = states.With([new SeatChange(7, "A4", SeatState.Held, 2), new SeatChange(7, "A4", SeatState.Booked, 1)]);
        Assert.Equal(SeatState.Held, next[A4]!.State);
        Assert.Null(states[A4]);
        Assert.Equal((16, 15), (states.FreeCount, next.FreeCount));
    }

    [Fact]
    public void With_SeatOfAnotherHall_IsItself()
    {
        var states = States();
        Assert.Same(states, states.With([new SeatChange(7, "Z9", SeatState.Held, 1)]));
    }

    [Fact]
    public void NewerOf_NothingNewerHere_IsTheOther()
    {
        var (here, other) = (States(new SeatStatus("A4", SeatState.Held, null, 1)), States(new SeatStatus("A4", SeatState.Free, null, 1)));
        Assert.Same(other, here.NewerOf(other));
    }

    [Fact]
    public void NewerOf_EachHasSomethingNewer_HasBoth()
    {
        var here = States(new SeatStatus("A4", SeatState.Booked, null, 2), new SeatStatus("A5", SeatState.Held, null, 1));
        var both = here.NewerOf(States(new SeatStatus("A4", SeatState.Held, null, 1), new SeatStatus("A5", SeatState.Booked, null, 2)));
        Assert.Equal((SeatState.Booked, SeatState.Booked), (both[A4]!.State, both[Sample.Plan.IndexOf("A5")]!.State));
    }

    [Fact]
    public void UnlessSame_ReadAgainWithoutAnyChange_IsItself()
    {
        var states = States(new SeatStatus("A4", SeatState.Booked, null, 2));
        Assert.Same(states, states.UnlessSame(States(new SeatStatus("A4", SeatState.Booked, null, 2))));
        Assert.NotSame(states, states.UnlessSame(States(new SeatStatus("A4", SeatState.Free, null, 2))));
    }

    private static SeatStates States(params SeatStatus[] touched) => SeatStates.Of(Sample.Plan, touched);
}
