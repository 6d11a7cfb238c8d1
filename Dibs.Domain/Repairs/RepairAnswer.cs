namespace Dibs.Domain.Repairs;

/// <summary>What became of something that was asked of the desk. A closed set.</summary>
/// <param name="Words">In a sentence, for whoever asked.</param>
public abstract record RepairAnswer(string Words)
{
    /// <summary>It is done, or under way.</summary>
    public sealed record Done(string Words) : RepairAnswer(Words);

    /// <summary>It was tried and is still stuck. It is tried again by itself.</summary>
    public sealed record StillStuck(string Words) : RepairAnswer(Words);

    /// <summary>It is not done, because it would not be right.</summary>
    public sealed record Refused(string Words) : RepairAnswer(Words);

    /// <summary>It had ended before.</summary>
    public sealed record Gone(string Words) : RepairAnswer(Words);
}
