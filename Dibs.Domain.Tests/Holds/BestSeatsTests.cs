using Dibs.Domain.Holds;
using Dibs.Domain.Screenings;

namespace Dibs.Domain.Tests.Holds;

public sealed class BestSeatsTests
{
    private const string Hall =
        """
        A  sssss sssss
        B  sssss sssss
        C  wcsss ppppp
        D  sssss ppppp
        """;

    private static readonly SeatPlan Plan = PlanOf(Hall);
    private static readonly Dictionary<(int, int), Seat> ByPlace = Plan.Seats.ToDictionary(seat => (seat.X, seat.Y));

    [Theory]
    [InlineData("A  sssssss", "", 3, "A3 A4 A5")]
    [InlineData("A  sssssss", "", 1, "A4")]
    [InlineData("A  ssssss", "A1", 4, "A2 A3 A4 A5")]
    // The middle would leave a single seat at each end, and there is a way without.
    [InlineData("A  sssss", "", 3, "A1 A2 A3")]
    [InlineData("A  ssssssss", "A4", 3, "A1 A2 A3")]
    [InlineData("A  ss ss", "", 3, "")]
    [InlineData("A  wcss", "", 2, "A3 A4")]
    [InlineData("A  wcwc", "", 2, "")]
    [InlineData("A  sssppp", "", 3, "A1 A2 A3")]
    [InlineData("A  sspp", "", 3, "A1 A2 A3")]
    [InlineData("A  sss\nB  sss\nC  sss\nD  sss", "", 3, "C1 C2 C3")]
    public void Find_SmallHall_IsTheGroupThatPeopleWouldTake(string hall, string taken, int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', FindIn(PlanOf(hall), taken.Split(' '), count)));

    [Theory]
    [InlineData("A  wcss ss", "", 1, "A1")]
    [InlineData("A  wcss cw", "A1", 2, "A5 A6")]
    // Nearer to the middle, but then nobody could have the companion's seat.
    [InlineData("A  cwssss", "", 2, "A1 A2")]
    // The companion's place is taken: its seat is of no use.
    [InlineData("A  wcss", "A1", 2, "")]
    // One place for a wheelchair, not two.
    [InlineData("A  wwcss", "", 3, "A2 A3 A4")]
    [InlineData("A  ssss", "", 2, "")]
    public void Find_WithWheelchair_IsAPlaceAndWhatIsBesideIt(string hall, string taken, int count, string expected)
    {
        var found = BestSeats.Find(PlanOf(hall), seat => !taken.Split(' ').Contains(seat.Id), new BestWish(count, Wheelchair: true));

        Assert.Equal(expected, string.Join(' ', found.Select(seat => seat.Id)));
    }

    [Theory]
    // The middle ones would leave the last one alone; the one that stays here has a standard seat beside it.
    [InlineData(SeatCategory.Premium, 2, "A5 A6")]
    [InlineData(SeatCategory.Standard, 2, "A1 A2")]
    [InlineData(SeatCategory.Love, 1, "")]
    public void Find_OfACategory_IsOnlyOfThat(SeatCategory category, int count, string expected)
    {
        var found = BestSeats.Find(PlanOf("A  sssppp"), _ => true, new BestWish(count, Category: category));

        Assert.Equal(expected, string.Join(' ', found.Select(seat => seat.Id)));
    }

    [Fact]
    public void FindNear_LostSeats_AreTheNextOnesToThem()
    {
        var plan = PlanOf("A  ssssssssss\nB  ssssssssss");
        string[] lost = ["A8", "A9"];

        var offer = BestSeats.FindNear(plan, seat => !lost.Contains(seat.Id), 2, [.. lost.Select(seat => plan.Find(seat)!)]);

        // B8 and B9 would leave B10 alone; A6 and A7 are further away.
        Assert.Equal(["B7", "B8"], offer.Select(seat => seat.Id));
    }

    /// <summary>Any hall, any seats taken: what is chosen can be had, and nothing that is better was overlooked.</summary>
    [Fact]
    public void Find_AnyStateOfTheHall_IsFreeTogetherAndStrandsNobodyWithoutNeed()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            var share = random.NextDouble();
            var taken = Plan.Seats.Where(_ => random.NextDouble() < share).Select(seat => seat.Id).ToHashSet();
            var count = random.Next(1, 6);

            var found = BestSeats.Find(Plan, seat => !taken.Contains(seat.Id), new BestWish(count));

            var groups = GroupsOf(taken, count).ToList();
            if (groups.Count == 0)
            {
                Assert.Empty(found);
                continue;
            }

            var ids = string.Join(' ', found.Select(seat => seat.Id));
            Assert.Contains(ids, groups.Select(group => string.Join(' ', group.Select(seat => seat.Id))));
            Assert.Equal(groups.Min(group => Stranded(group, taken)), Stranded(found, taken));
        }
    }

    private static IEnumerable<string> FindIn(SeatPlan plan, string[] taken, int count) =>
        BestSeats.Find(plan, seat => !taken.Contains(seat.Id), new BestWish(count)).Select(seat => seat.Id);

    /// <summary>By trying all sets of neighbours, in other words than the rule's own.</summary>
    private static IEnumerable<Seat[]> GroupsOf(HashSet<string> taken, int count) =>
        from first in Plan.Seats
        let seats = Enumerable.Range(0, count).Select(step => At(first.X + step, first.Y)).OfType<Seat>().ToArray()
        where seats.Length == count && seats.All(seat => IsFree(seat, taken))
        select seats;

    private static int Stranded(IReadOnlyList<Seat> group, HashSet<string> taken) =>
        new[] { (Seat: group[0], Step: -1), (Seat: group[^1], Step: 1) }.Count(end =>
            At(end.Seat.X + end.Step, end.Seat.Y) is { } neighbour && IsFree(neighbour, taken)
            && !(At(end.Seat.X + (2 * end.Step), end.Seat.Y) is { } next && IsFree(next, taken)));

    private static Seat? At(int x, int y) => ByPlace.GetValueOrDefault((x, y));

    private static bool IsFree(Seat seat, HashSet<string> taken) => seat.Kind == SeatKind.Ordinary && !taken.Contains(seat.Id);

    private static SeatPlan PlanOf(string text) => Assert.IsType<SeatPlanReading.Valid>(SeatPlanText.Read(1, text)).Plan;
}
