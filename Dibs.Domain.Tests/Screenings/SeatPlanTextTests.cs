using Dibs.Domain.Screenings;

namespace Dibs.Domain.Tests.Screenings;

public sealed class SeatPlanTextTests
{
    private const string Drawing =
        """
        # A comment.

        A    ss wc
        B   sss.pp
        -
        AA  ll  ll
        """;

    [Fact]
    public void Read_Drawing_PutsSeatsWhereTheyAreDrawn()
    {
        var plan = Plan(Drawing);

        Assert.Equal(7, plan.Id);
        Assert.Equal(
            ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "B5", "AA1", "AA2", "AA3", "AA4"],
            plan.Seats.Select(seat => seat.Id));
        Assert.Equal((6, 4), (plan.Columns, plan.Lines));
        Assert.Equal(new Seat("A1", "A", 1, SeatCategory.Standard, SeatKind.Ordinary, 1, 0), plan.Find("A1"));
        Assert.Equal(new Seat("A3", "A", 3, SeatCategory.Standard, SeatKind.Wheelchair, 4, 0), plan.Find("A3"));
        Assert.Equal(new Seat("A4", "A", 4, SeatCategory.Standard, SeatKind.Companion, 5, 0), plan.Find("A4"));
        Assert.Equal(new Seat("B4", "B", 4, SeatCategory.Premium, SeatKind.Ordinary, 4, 1), plan.Find("B4"));
        Assert.Equal(new Seat("AA3", "AA", 3, SeatCategory.Love, SeatKind.Ordinary, 4, 3), plan.Find("AA3"));
        Assert.Null(plan.Find("C1"));
    }

    [Theory]
    [InlineData("A ss\r\nB ss\r\n")]
    [InlineData("\n\nA ss   \nB ss\n\n\n")]
    [InlineData("A          ss\nB          ss")]
    public void Read_SamePlanDrawnAnotherWay_IsTheSamePlan(string text) =>
        Assert.Equal(Plan("A ss\nB ss").Seats, Plan(text).Seats);

    [Theory]
    [InlineData("", "line 1, column 1: the plan has no rows")]
    [InlineData("# nothing", "line 1, column 1: the plan has no rows")]
    [InlineData("ss ss", "line 1, column 1: a row begins with its one or two capital letters and a space")]
    [InlineData("ABC ss", "line 1, column 1: a row begins with its one or two capital letters and a space")]
    [InlineData("Ass", "line 1, column 1: a row begins with its one or two capital letters and a space")]
    [InlineData(" A ss", "line 1, column 1: a row begins with its one or two capital letters and a space")]
    [InlineData("A", "line 1, column 1: row A has no seats")]
    [InlineData("A ss\nA ss", "line 2, column 1: row A is there already, in line 1")]
    [InlineData("A sxs", "line 1, column 4: 'x' is no seat: s, p, l, w and c are, and space or . is an aisle")]
    [InlineData("A s\ts", "line 1, column 4: a tab is no seat: s, p, l, w and c are, and space or . is an aisle")]
    [InlineData("A w sc", "line 1, column 6: a companion seat (c) is beside a wheelchair place (w)")]
    public void Read_Mistake_IsNamedWithItsPlace(string text, string error) =>
        Assert.Equal([error], ErrorsOf(text));

    [Fact]
    public void Read_ManyMistakes_AreAllNamed() =>
        Assert.Equal(
            ["line 1, column 3: '1' is no seat: s, p, l, w and c are, and space or . is an aisle",
             "line 2, column 3: a companion seat (c) is beside a wheelchair place (w)",
             "line 3, column 1: a row begins with its one or two capital letters and a space",
             "line 4, column 1: row B is there already, in line 2"],
            ErrorsOf("A 1s\nB c\nx\nB ss"));

    [Fact]
    public void Read_AtTheLimits_IsAPlan()
    {
        var rows = RowNames.Take(60).Select(name => $"{name,-3}{new string('s', 80)}");

        var plan = Plan(string.Join('\n', rows));

        Assert.Equal((80, 60, 4800), (plan.Columns, plan.Lines, plan.Seats.Count));
    }

    [Fact]
    public void Read_BeyondTheLimits_SaysWhich()
    {
        Assert.Equal(
            ["line 2, column 83: row B goes beyond 80 columns from the leftmost seat of the plan"],
            ErrorsOf("A s\nB " + new string('s', 81)));
        Assert.Equal(
            ["line 61, column 1: the plan has more than 60 lines from its first row on"],
            ErrorsOf(string.Join('\n', RowNames.Take(61).Select(name => $"{name,-3}s"))));
        Assert.Equal(
            ["line 63, column 1: the plan has more than 60 lines from its first row on"],
            ErrorsOf("A s" + new string('\n', 62) + "B s"));
        Assert.Equal(["line 1, column 1: the text is longer than 20000 characters"], ErrorsOf(new string('s', 20_001)));
        Assert.Equal(100, ErrorsOf("A " + new string('x', 5_000)).Count);
    }

    [Fact]
    public void Write_AnyPlan_ReadsBackTheSame()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var plan = RandomPlan(new Random(seed));

            var read = Plan(SeatPlanText.Write(plan));

            Assert.True(plan.Seats.SequenceEqual(read.Seats), $"seed {seed}:\n{SeatPlanText.Write(plan)}");
        }
    }

    [Fact]
    public void Read_AnyText_NeverThrows()
    {
        const string Alphabet = "ABZspllwc  ..--#\n\n\r\tx1\0é";
        for (var seed = 0; seed < 2_000; seed++)
        {
            var text = new string(new Random(seed).GetItems<char>(Alphabet, seed % 200));
            if (SeatPlanText.Read(1, text) is SeatPlanReading.Valid valid)
                Assert.Equal(valid.Plan.Seats, Plan(SeatPlanText.Write(valid.Plan)).Seats);
        }
    }

    [Theory]
    [InlineData(2, SeatCategory.Standard, SeatKind.Ordinary, 0)]
    [InlineData(1, SeatCategory.Premium, SeatKind.Wheelchair, 0)]
    [InlineData(1, SeatCategory.Standard, SeatKind.Companion, 0)]
    [InlineData(1, SeatCategory.Standard, SeatKind.Ordinary, 3)]
    public void Write_PlanThatCannotBeDrawn_Throws(int number, SeatCategory category, SeatKind kind, int x) =>
        Assert.Throws<ArgumentException>(() =>
            SeatPlanText.Write(new SeatPlan(7, [new Seat($"A{number}", "A", number, category, kind, x, 0)])));

    private static IEnumerable<string> RowNames =>
        Enumerable.Range(0, 702).Select(i => i < 26 ? $"{(char)('A' + i)}" : $"{(char)('A' + (i / 26) - 1)}{(char)('A' + (i % 26))}");

    private static SeatPlan Plan(string text) =>
        Assert.IsType<SeatPlanReading.Valid>(SeatPlanText.Read(7, text)).Plan;

    private static List<string> ErrorsOf(string text) =>
        [.. Assert.IsType<SeatPlanReading.Invalid>(SeatPlanText.Read(7, text)).Errors.Select(error => error.ToString())];

    /// <summary>Any plan that the format has words for: gaps, cross aisles, all categories, rows in any order.</summary>
    private static SeatPlan RandomPlan(Random random)
    {
        var names = RowNames.ToArray();
        random.Shuffle(names);
        var seats = new List<Seat>();
        var y = 0;
        for (var row = random.Next(1, 30); row > 0; row--, y += random.Next(5) == 0 ? 2 : 1)
        {
            var number = 0;
            // Every row of a random plan begins at the left edge: the leftmost of all has to.
            for (var x = 0; x < 80 && (number == 0 || random.Next(30) > 0); x += random.Next(6) == 0 ? random.Next(2, 6) : 1)
            {
                var kind = number > 0 && random.Next(8) == 0 ? SeatKind.Wheelchair : SeatKind.Ordinary;
                Add(x, kind == SeatKind.Wheelchair ? SeatCategory.Standard : (SeatCategory)random.Next(3), kind);
                if (kind == SeatKind.Wheelchair && x < 79 && random.Next(2) == 0)
                    Add(++x, SeatCategory.Standard, SeatKind.Companion);
            }

            void Add(int x, SeatCategory category, SeatKind kind)
            {
                number++;
                seats.Add(new Seat($"{names[row]}{number}", names[row], number, category, kind, x, y));
            }
        }

        return new SeatPlan(7, seats);
    }
}
