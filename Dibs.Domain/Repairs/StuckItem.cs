using Dibs.Domain.Bookings;

namespace Dibs.Domain.Repairs;

/// <summary>What can be stuck.</summary>
public enum StuckKind
{
    /// <summary>A database has promised its part, and nobody has ended the promise.</summary>
    Prepared,

    /// <summary>A saga has not come to its end.</summary>
    Saga,

    /// <summary>A booking waits for the payment company, by two-phase commit.</summary>
    Pending,

    /// <summary>Money is kept on a card, and neither taken nor let go.</summary>
    Authorisation,

    /// <summary>Money of a booking that was taken back has not gone back.</summary>
    Refund,

    /// <summary>A message that nobody can handle.</summary>
    Parked,
}

/// <summary>One thing that is stuck.</summary>
/// <param name="Id">Names it among its kind: a gid, a booking's id, a payment key, a number.</param>
/// <param name="Age">By the clock of the database that it is in.</param>
/// <param name="What">What is the matter, in one or two sentences.</param>
public sealed record StuckItem(StuckKind Kind, string Id, TimeSpan Age, string What)
{
    /// <summary>Null where nobody knows it: a promise that nothing was decided about names no booking.</summary>
    public Guid? BookingId { get; init; }

    public string? Reference => BookingId is { } id ? Bookings.BookingId.ReferenceOf(id) : null;

    /// <summary>Where the booking stands; null where there is none, or none that can be seen yet.</summary>
    public BookingStatus? Status { get; init; }

    /// <summary>Film, hall and start; null where they are not known.</summary>
    public StuckScreening? Screening { get; init; }

    /// <summary>Seats that nobody else can have while it is stuck.</summary>
    public IReadOnlyList<string> Seats { get; init; } = [];

    /// <summary>What happened to the booking so far.</summary>
    public IReadOnlyList<TimelineEntry> History { get; init; } = [];

    /// <summary>Whether it may be settled by hand.</summary>
    public bool CanSettle { get; init; }

    /// <summary>Whether recovery can do something about it. All but parked messages of no open saga.</summary>
    public bool CanResolve { get; init; } = true;
}

/// <summary>Whose seats are blocked.</summary>
public sealed record StuckScreening(int Id, string Film, string Hall, DateTimeOffset StartsAt, string TimeZone);
