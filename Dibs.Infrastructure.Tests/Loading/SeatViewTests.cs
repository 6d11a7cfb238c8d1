using Dibs.Experiments.Loading;
using Dibs.Experiments.Planning;

namespace Dibs.Infrastructure.Tests.Loading;

public sealed class SeatViewTests
{
    private static readonly string[] Seats = ["A1", "A2", "A3", "A4"];

    [Theory]
    [InlineData("random")]
    [InlineData("distinct")]
    [InlineData("zipf:1")]
    public void Choose_UntilFull_EverySeatIsSoldOnce(string contention)
    {
        var view = new SeatView([(1, Seats), (2, Seats)], ContentionOf(contention), 1);
        var sequence = new RequestSequence(1, 1, 3);
        var sold = new List<(int, string)>();
        while (!view.IsFull(0))
        {
            var chosen = view.Choose(sequence.Next(), out _)!;
            sold.AddRange(chosen.Names.Select(seat => (chosen.Screening, seat)));
            view.End(chosen, Outcome.Sold, []);
        }

        Assert.Equal(8, sold.Count);
        Assert.Equal(8, sold.Distinct().Count());
        Assert.Null(view.Choose(sequence.Next(), out _));
    }

    [Fact]
    public void Choose_Distinct_NobodyWantsWhatAnotherIsBooking()
    {
        var view = new SeatView([(1, Seats)], Contention.Distinct, 1);
        var first = view.Choose(new(0, 1, 0, [0, 0.3, 0.6]), out _)!;
        var second = view.Choose(new(1, 1, 0, [0, 0.3, 0.6]), out _)!;

        Assert.Empty(first.Names.Intersect(second.Names));
        Assert.Single(second.Names);
        Assert.Null(view.Choose(new(2, 1, 0, [0.5]), out var changed));
        view.End(second, Outcome.Declined, []);
        Assert.True(changed.IsCompleted);
        Assert.Equal(second.Names, view.Choose(new(3, 1, 0, [0.5]), out _)!.Names);
    }

    [Fact]
    public void End_LostToOneWhoFails_TheSeatIsFreeAgainAndHasFlickered()
    {
        var view = new SeatView([(1, ["A1"])], Contention.Random, 1);
        var first = view.Choose(new(0, 1, 0, [0.5]), out _)!;
        var second = view.Choose(new(1, 1, 0, [0.5]), out _)!;
        view.End(second, Outcome.LostRace, ["A1"]);

        Assert.Null(view.Choose(new(2, 1, 0, [0.5]), out _));
        view.End(first, Outcome.Declined, []);

        Assert.Equal(1, view.Flickers);
        Assert.NotNull(view.Choose(new(3, 1, 0, [0.5]), out _));
        Assert.False(view.IsFull(0));
    }

    [Fact]
    public void Choose_Zipf_MostWantTheSameSeats()
    {
        string[] seats = [.. Enumerable.Range(1, 100).Select(number => $"A{number}")];
        var view = new SeatView([(1, seats)], new(1.5, false), 1);
        var sequence = new RequestSequence(1, 1, 1);
        var wanted = Enumerable.Range(0, 1000).Select(time =>
        {
            var chosen = view.Choose(sequence.Next(), out _)!;
            view.End(chosen, Outcome.Declined, []);
            return chosen.Names[0];
        }).CountBy(seat => seat).OrderByDescending(seat => seat.Value).ToList();

        Assert.True(wanted[0].Value > 250, $"{wanted[0].Value} of 1000 want the best seat");
    }

    private static Contention ContentionOf(string text) => text switch
    {
        "random" => Contention.Random,
        "distinct" => Contention.Distinct,
        _ => new(1, false),
    };
}
