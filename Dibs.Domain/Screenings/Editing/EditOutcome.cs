namespace Dibs.Domain.Screenings.Editing;

/// <summary>What became of a change of the programme. Whatever is not <see cref="Saved"/> changed nothing.</summary>
public abstract record EditOutcome
{
    private EditOutcome()
    {
    }

    public sealed record Saved(int Id) : EditOutcome;

    /// <summary>What was to be changed is not there.</summary>
    public sealed record Unknown : EditOutcome;

    /// <param name="Errors">By field, in plain words.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : EditOutcome
    {
        public Invalid(string field, string error)
            : this(new Dictionary<string, string> { [field] = error })
        {
        }
    }

    /// <summary>The hall is taken at that time, its cleaning included.</summary>
    public sealed record Clash(string Film, DateTimeOffset StartsAt, DateTimeOffset EndsAt) : EditOutcome;

    /// <summary>Somebody relies on what was to be changed.</summary>
    public sealed record InUse(string Why) : EditOutcome;
}
