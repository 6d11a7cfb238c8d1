namespace Dibs.Domain.Screenings;

/// <summary>What <see cref="SeatPlanText.Read"/> makes of a text. A closed set.</summary>
public abstract record SeatPlanReading
{
    private SeatPlanReading()
    {
    }

    public sealed record Valid(SeatPlan Plan) : SeatPlanReading;

    /// <param name="Errors">Sorted by place; 1 to <see cref="SeatPlanText.MaxErrors"/>.</param>
    public sealed record Invalid(IReadOnlyList<SeatPlanError> Errors) : SeatPlanReading;
}

/// <summary>One thing that is wrong with a text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Message">Without the place, and without a full stop.</param>
public sealed record SeatPlanError(int Line, int Column, string Message)
{
    public override string ToString() => FormattableString.Invariant($"line {Line}, column {Column}: {Message}");
}
