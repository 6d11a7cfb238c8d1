using Dibs.Domain.Mail;
using Dibs.Domain.Tickets;

namespace Dibs.Web.Tests.Fakes;

/// <summary>Signs with a key of its own.</summary>
public sealed class FakeSigner : ITicketSigner
{
    private static readonly (TicketKey Key, byte[] PrivateKey) Pair = TicketKey.New();

    public IReadOnlyList<TicketKey> Keys => [Pair.Key];

    public string Sign(string code) => Pair.Key.Sign(code, Pair.PrivateKey);

    public Task<TicketVerdict> VerifyAsync(string? text, CancellationToken cancellationToken) =>
        Task.FromResult(new TicketKeyRing([Pair.Key]).Verify(text));
}

/// <summary>The mail of the one booking that there is.</summary>
public sealed class FakeMail : IBookingMail
{
    public bool IsOn { get; set; } = true;

    public MailState? State { get; set; }

    /// <summary>What it says when it is asked to send it again.</summary>
    public MailAgain Answer { get; set; } = new MailAgain.Asked();

    public Task<MailState?> FindAsync(Guid bookingId, CancellationToken cancellationToken) => Task.FromResult(State);

    public Task<MailAgain> SendAgainAsync(Guid bookingId, CancellationToken cancellationToken)
    {
        if (Answer is MailAgain.Asked) State = new MailState(State?.SentAt, IsWaiting: true, Attempts: 0);
        return Task.FromResult(Answer);
    }
}
