using System.Text;

namespace Dibs.Domain.Screenings;

/// <summary>
/// Seat plans as people draw them: one line per row, one letter per seat, seen from the audience with the screen at the
/// top. The format with all its errors is described in docs/seat-plans.md.
/// </summary>
public static class SeatPlanText
{
    /// <summary>Lines of a drawing from the first row to the last, cross aisles included. 1 to 60.</summary>
    public const int MaxLines = 60;

    /// <summary>Columns of a drawing from the leftmost seat to the rightmost, aisles included. 1 to 80.</summary>
    public const int MaxColumns = 80;

    /// <summary>Longer texts are refused unread.</summary>
    public const int MaxLength = 20_000;

    /// <summary>More errors are not listed: such a text is no seat plan.</summary>
    public const int MaxErrors = 100;

    private static readonly (char Letter, SeatCategory Category, SeatKind Kind)[] Letters =
    [
        ('s', SeatCategory.Standard, SeatKind.Ordinary),
        ('p', SeatCategory.Premium, SeatKind.Ordinary),
        ('l', SeatCategory.Love, SeatKind.Ordinary),
        ('w', SeatCategory.Standard, SeatKind.Wheelchair),
        ('c', SeatCategory.Standard, SeatKind.Companion),
    ];

    /// <summary>Reads a drawing. All that is wrong is found at once.</summary>
    /// <param name="id">The id of the plan's version.</param>
    public static SeatPlanReading Read(int id, string text)
    {
        if (text.Length > MaxLength)
            return new SeatPlanReading.Invalid([new(1, 1, $"the text is longer than {MaxLength} characters")]);
        var reader = new SeatPlanReader();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n')) reader.Read(line.TrimEnd(' '));
        var seats = reader.Finish();
        return reader.Errors.Count == 0
            ? new SeatPlanReading.Valid(new SeatPlan(id, seats))
            : new SeatPlanReading.Invalid(
                [.. reader.Errors.OrderBy(error => error.Line).ThenBy(error => error.Column).Take(MaxErrors)]);
    }

    /// <summary>Draws a plan. Reading the drawing gives the same seats.</summary>
    /// <exception cref="ArgumentException">The format has no words for this plan, or would refuse it.</exception>
    public static string Write(SeatPlan plan)
    {
        var text = new StringBuilder();
        foreach (var y in Enumerable.Range(0, plan.Lines))
            text.Append(LineOf([.. plan.Seats.Where(seat => seat.Y == y).OrderBy(seat => seat.X)])).Append('\n');

        // The reader knows the rules: a plan that breaks one of them does not come back as it was.
        var drawn = text.ToString();
        return Read(plan.Id, drawn) is SeatPlanReading.Valid read && read.Plan.Seats.SequenceEqual(plan.Seats)
            ? drawn
            : throw new ArgumentException("The text format has no words for this seat plan.", nameof(plan));
    }

    /// <summary>What a letter of a drawing stands for; null where it stands for nothing.</summary>
    internal static (SeatCategory Category, SeatKind Kind)? MeaningOf(char letter) =>
        Letters.Where(known => known.Letter == letter)
            .Select(known => ((SeatCategory, SeatKind)?)(known.Category, known.Kind)).FirstOrDefault();

    private static string LineOf(List<Seat> seats)
    {
        if (seats.Count == 0) return "-";
        var line = new StringBuilder(seats[0].Row.PadRight(3));
        foreach (var seat in seats)
        {
            var letter = Letters.FirstOrDefault(known => (known.Category, known.Kind) == (seat.Category, seat.Kind)).Letter;
            line.Append(' ', Math.Max(0, 3 + seat.X - line.Length)).Append(letter == '\0' ? '?' : letter);
        }

        return line.ToString();
    }
}
