using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;

namespace Dibs.Domain.Tests.Holds;

public sealed class SingleGapTests
{
    [Theory]
    [InlineData("ssssss", "", "A1", "", "")]
    [InlineData("ssssss", "", "A3", "", "")]
    [InlineData("ssssss", "", "A2", "A1", "A1")]
    [InlineData("ssssss", "", "A5", "A6", "A4")]
    [InlineData("ssssss", "", "A1 A3", "A2", "A1 A2")]
    [InlineData("ssssss", "", "A2 A3", "A1", "A1 A2")]
    [InlineData("sssss", "", "A2 A3 A4", "A1 A5", "A1 A2 A3")]
    [InlineData("ssssss", "A4", "A2", "A1 A3", "A1")]
    // No other way: each pair of three seats leaves one.
    [InlineData("sss", "", "A1 A2", "", "")]
    [InlineData("ss", "", "A2", "", "")]
    // But a few seats on there is one.
    [InlineData("sss ssss", "", "A1 A2", "A3", "A4 A5")]
    // It was alone before.
    [InlineData("ssssss", "A2", "A3", "", "")]
    [InlineData("s sss", "", "A2 A3 A4", "", "")]
    // A place for a wheelchair is nobody's neighbour, and nobody else's seat.
    [InlineData("wcss", "", "A4", "", "")]
    [InlineData("wcssss", "", "A4", "A3", "A3")]
    [InlineData("wcssss", "", "A1 A2", "", "")]
    [InlineData("wcssss", "", "A1 A2 A4", "A3", "A1 A2 A3")]
    // Rather the same category than the nearest.
    [InlineData("sppppp", "", "A2", "A1", "A3")]
    public void Find_Row_NamesTheGapAndTheNearestWayWithoutOne(string row, string taken, string wanted, string gaps, string fix)
    {
        var found = Find(PlanOf("A  " + row), taken, wanted);

        Assert.Equal((gaps, fix), (string.Join(' ', found?.Gaps ?? []), string.Join(' ', found?.Fix ?? [])));
    }

    [Fact]
    public void Find_TwoRows_MendsTheOneAndKeepsTheOther()
    {
        var found = Find(PlanOf("A  ssss\nB  ssss"), "", "A1 A2 B2 B3")!;

        Assert.Equal(["B1", "B4"], found.Gaps);
        Assert.Equal(["A1", "A2", "B1", "B2"], found.Fix);
    }

    [Fact]
    public void Find_RowThatStaysAsItWas_IsNotJudgedAgain()
    {
        // Somebody else came after A1 was chosen.
        var plan = PlanOf("A  ssssss\nB  ssss");

        Assert.Null(SingleGap.Find(plan, seat => seat.Id is not ("A3" or "A4"), ["A1", "B1"], ["A1"]));
        Assert.NotNull(SingleGap.Find(plan, seat => seat.Id is not ("A3" or "A4"), ["A1", "B2"], ["A1"]));
    }

    /// <summary>Any row, any seats taken, any choice: refused exactly where as many together leave none, and then such are offered.</summary>
    [Fact]
    public void Find_AnyChoice_IsRefusedOnlyWhereThereIsAnotherWay()
    {
        var (refused, exempt) = (0, 0);
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var row = new string([.. Enumerable.Range(0, random.Next(4, 13)).Select(_ => random.Next(6) == 0 ? ' ' : 's')]);
            if (row.Trim().Length < 2) continue;
            var seats = PlanOf("A  " + row).Seats;
            var free = seats.Where(_ => random.Next(4) > 0).Select(seat => seat.X).ToHashSet();
            if (free.Count == 0) continue;
            var wanted = free.OrderBy(_ => random.Next()).Take(random.Next(1, Math.Min(4, free.Count + 1))).ToHashSet();

            var found = SingleGap.Find(
                PlanOf("A  " + row), seat => free.Contains(seat.X),
                [.. seats.Where(seat => wanted.Contains(seat.X)).Select(seat => seat.Id)], []);

            var others = free.Select(first => Enumerable.Range(first, wanted.Count).ToHashSet())
                .Where(group => group.IsSubsetOf(free) && Alone(free, group) == 0).ToList();
            Assert.Equal(Alone(free, wanted) > 0 && others.Count > 0, found is not null);
            if (Alone(free, wanted) > 0 && found is null) exempt++;
            if (found is null) continue;
            refused++;
            Assert.Equal(Alone(free, wanted), found.Gaps.Count);
            Assert.Contains(others, group => group.SetEquals(seats.Where(seat => found.Fix.Contains(seat.Id)).Select(seat => seat.X)));
        }

        Assert.True(refused > 100 && exempt > 100, $"{refused} refused, {exempt} without another way");
    }

    /// <summary>In other words than the rule's own.</summary>
    private static int Alone(HashSet<int> free, HashSet<int> chosen)
    {
        var left = free.Except(chosen).ToHashSet();
        return left.Count(x => (free.Contains(x - 1) || free.Contains(x + 1)) && !left.Contains(x - 1) && !left.Contains(x + 1));
    }

    private static SingleGap? Find(SeatPlan plan, string taken, string wanted) =>
        SingleGap.Find(plan, seat => !taken.Split(' ').Contains(seat.Id), wanted.Split(' '), []);

    private static SeatPlan PlanOf(string text) => Assert.IsType<SeatPlanReading.Valid>(SeatPlanText.Read(1, text)).Plan;
}
