namespace Dibs.Domain.Mail;

/// <summary>The mail with the tickets of a confirmed booking. A booking never waits for it, and never fails by it.</summary>
public interface IBookingMail
{
    /// <summary>False where this instance is not told how to send mail.</summary>
    bool IsOn { get; }

    /// <summary>Where the mail of a confirmed booking stands; null where there is none.</summary>
    Task<MailState?> FindAsync(Guid bookingId, CancellationToken cancellationToken);

    /// <summary>Has it sent once more, at most once in <see cref="MailAgain.AtMostEvery"/>.</summary>
    Task<MailAgain> SendAgainAsync(Guid bookingId, CancellationToken cancellationToken);
}

/// <param name="SentAt">The last one, by the database's clock; null before the first.</param>
/// <param name="IsWaiting">One is still to be sent.</param>
/// <param name="Attempts">How often that one was tried in vain.</param>
public sealed record MailState(DateTimeOffset? SentAt, bool IsWaiting, int Attempts);

/// <summary>What became of the wish to have it once more. A closed set.</summary>
public abstract record MailAgain
{
    public static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(1);

    private MailAgain()
    {
    }

    /// <summary>It is sent in a moment; also where one was still to be sent anyhow.</summary>
    public sealed record Asked : MailAgain;

    /// <summary>One was sent just now.</summary>
    /// <param name="Wait">How long until the next may be asked for.</param>
    public sealed record TooSoon(TimeSpan Wait) : MailAgain;

    /// <summary>There is no such confirmed booking.</summary>
    public sealed record NoBooking : MailAgain;
}
