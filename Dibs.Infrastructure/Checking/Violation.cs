using Npgsql;

namespace Dibs.Infrastructure.Checking;

/// <summary>One thing that is wrong.</summary>
/// <param name="Invariant">I1 to I9 of docs/invariants.md.</param>
/// <param name="Booking">Whose rows are wrong; null where it is no booking's.</param>
/// <param name="What">What is wrong, for people.</param>
internal sealed record Violation(string Invariant, Guid? Booking, string What)
{
    /// <summary>Where the next question is whose seats these are.</summary>
    public QuestionedSeats? Questioned { get; init; }
}

internal sealed record QuestionedSeats(int Screening, IReadOnlyList<string> Seats);

/// <summary>What a check has found.</summary>
/// <param name="Bookings">Bookings looked at, whatever their status.</param>
/// <param name="Violations">Empty when all is well.</param>
/// <param name="Resolved">Differences that were there at first and went away by themselves: work in progress.</param>
internal sealed record CheckReport(long Bookings, IReadOnlyList<Violation> Violations, int Resolved, TimeSpan Took)
{
    public bool Clean => Violations.Count == 0;
}

/// <summary>A database could not be looked at, so nothing can be said.</summary>
/// <param name="database">As the user knows it: bookings, payments, tickets, provider.</param>
internal sealed class CouldNotCheckException(string database, Exception cause)
    : Exception($"The {database} database could not be read: {(cause as PostgresException)?.MessageText ?? cause.Message}", cause)
{
    public string Database => database;
}
