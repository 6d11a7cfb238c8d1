namespace Dibs.Domain.Bookings;

/// <summary>What happened to one booking, in order, with durations. Filled by the protocol, shown on the booking page.</summary>
public sealed class BookingTimeline(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<TimelineEntry> _entries = [];

    public IReadOnlyList<TimelineEntry> Entries
    {
        get
        {
            lock (_lock) return [.. _entries];
        }
    }

    /// <summary>Starts timing one thing that is about to happen; <see cref="Add"/> ends it.</summary>
    public long Start() => clock.GetTimestamp();

    /// <summary>Notes that something has happened. Safe to call from parallel branches.</summary>
    /// <param name="step">Whose part it was: <c>seats</c>, <c>payments</c>, <c>tickets</c> or the protocol's name.</param>
    /// <param name="what">One or two words in the protocol's own terms: "prepared", "decided: commit".</param>
    /// <param name="started">From <see cref="Start"/>.</param>
    public void Add(string step, string what, long started)
    {
        var entry = new TimelineEntry(clock.GetUtcNow(), step, what, clock.GetElapsedTime(started));
        lock (_lock) _entries.Add(entry);
    }
}

/// <summary>One line of a booking's timeline.</summary>
/// <param name="At">When it ended, by the clock of the instance that did it.</param>
/// <param name="Took">How long it took.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Step, string What, TimeSpan Took);
