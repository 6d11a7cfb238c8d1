namespace Dibs.Domain.Tickets;

/// <summary>The keys that all instances share: one signs, and those before it are still known.</summary>
public interface ITicketSigner
{
    /// <summary>The keys that are known now; without their private halves.</summary>
    IReadOnlyList<TicketKey> Keys { get; }

    /// <summary>What the QR code of the ticket of this code carries.</summary>
    /// <exception cref="TimeoutException">No key was read yet: the instance is not ready.</exception>
    string Sign(string code);

    /// <summary>Looks at the keys anew where it meets one that it does not know: another instance may just have made it.</summary>
    Task<TicketVerdict> VerifyAsync(string? text, CancellationToken cancellationToken);
}
