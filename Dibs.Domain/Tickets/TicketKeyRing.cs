using System.Collections.Frozen;

namespace Dibs.Domain.Tickets;

/// <summary>
/// The keys that are known at a door. Needs neither a database nor a network, so a door can go on with it when both are away; it
/// cannot know whether the ticket was used, or became void after it was issued.
/// </summary>
public sealed class TicketKeyRing(IEnumerable<TicketKey> keys)
{
    private readonly FrozenDictionary<string, TicketKey> _keys = keys.ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);

    /// <param name="text">What a scanner read.</param>
    public TicketVerdict Verify(string? text)
    {
        if (SignedTicket.Read(text) is not { } ticket) return TicketVerdict.Malformed.Instance;
        if (!_keys.TryGetValue(ticket.KeyId, out var key)) return new TicketVerdict.UnknownKey(ticket.KeyId);
        return key.HasSigned(ticket) ? new TicketVerdict.Genuine(ticket.Code) : new TicketVerdict.Forged(ticket.Code);
    }
}

/// <summary>What the signature of a scanned code says. A closed set.</summary>
public abstract record TicketVerdict
{
    private TicketVerdict()
    {
    }

    /// <summary>Dibs has issued it. Whether it counts still is the tickets database's to say.</summary>
    public sealed record Genuine(string Code) : TicketVerdict;

    /// <summary>It is not one of our codes at all: another QR code, or one that was read wrongly.</summary>
    public sealed record Malformed : TicketVerdict
    {
        public static readonly Malformed Instance = new();

        private Malformed()
        {
        }
    }

    /// <summary>It looks like ours, and nobody here knows its key: revoked, too new for this door, or made up.</summary>
    public sealed record UnknownKey(string KeyId) : TicketVerdict;

    /// <summary>It names one of our keys, which has not signed this.</summary>
    public sealed record Forged(string Code) : TicketVerdict;
}
