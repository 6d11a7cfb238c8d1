namespace Dibs.Domain.BoxOffice;

/// <summary>Why somebody of the staff did what customers cannot: in their own words, for whoever reads the audit.</summary>
public static class Reasons
{
    public const int AtLeast = 3;
    public const int AtMost = 200;

    public const string Error = "Give a reason of 3 to 200 characters.";

    public static bool IsOne(string? reason) =>
        reason?.Trim() is { Length: >= AtLeast and <= AtMost } text && !text.Any(char.IsControl);

    /// <exception cref="ArgumentException">It is none. Pages and calls have asked before.</exception>
    public static string Demand(string? reason) => IsOne(reason) ? reason!.Trim() : throw new ArgumentException(Error, nameof(reason));
}
